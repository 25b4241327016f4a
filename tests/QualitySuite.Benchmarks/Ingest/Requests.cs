using System.Globalization;
using System.Text;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>The requests of the load, each with an id of its own, over the generations that are there.</summary>
internal sealed class Requests(Uri server, string apiKey, IReadOnlyList<Guid> generations)
{
    /// <summary>Enough for any request but those with an image.</summary>
    public const int SmallBytes = 2 * 1024;

    private const int Users = 5_000;
    private const string Boundary = "benchmark-boundary";

    private readonly string _run = Guid.NewGuid().ToString("N");

    public string ApiKey => apiKey;

    /// <summary>A vote with a feedbackId: four of five are thumbs, the others stars.</summary>
    public string Feedback(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"generationId":"{{Of(i)}}","userKey":"user-{{i % Users}}","kind":"{{(i % 5 == 0 ? "stars" : "thumb")}}","value":1,"feedbackId":"{{_run}}-{{i}}"}""");

    /// <summary>An event with session, eventId and exposure.</summary>
    public string Event(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"generationId":"{{{Of(i)}}}","userKey":"user-{{{i % Users}}}","sessionKey":"session-{{{i % Users}}}","type":"{{{(i % 3 == 0 ? "download" : "view")}}}","eventId":"{{{_run}}}-{{{i}}}","exposure":{"position":{{{(i % 4) + 1}}},"shown":4,"surface":"gallery"}}""");

    /// <summary>Writes a whole POST.</summary>
    /// <returns>Its length.</returns>
    public int Post(string path, string type, ReadOnlySpan<byte> body, Memory<byte> buffer)
    {
        var head = Head(path, type, body.Length, buffer.Span);
        body.CopyTo(buffer.Span[head..]);
        return head + body.Length;
    }

    /// <summary>Writes a POST of one JSON object.</summary>
    public int Post(string path, string json, Memory<byte> buffer)
    {
        var head = Head(path, "application/json", Encoding.UTF8.GetByteCount(json), buffer.Span);
        return head + Encoding.UTF8.GetBytes(json, buffer.Span[head..]);
    }

    /// <summary>Writes the POST of a generation with an image.</summary>
    public int PostGeneration(int i, ReadOnlySpan<byte> image, Memory<byte> buffer)
    {
        var before = string.Create(CultureInfo.InvariantCulture, $$"""
            --{{Boundary}}
            Content-Disposition: form-data; name="metadata"
            Content-Type: application/json

            {"id":"{{Guid.CreateVersion7()}}","app":"benchmark","prompt":"a lighthouse at dusk, oil painting, number {{i}}","model":{"name":"painter","version":"1"},"userKey":"user-{{i % Users}}","seed":{{i}}}
            --{{Boundary}}
            Content-Disposition: form-data; name="image"; filename="image.jpg"
            Content-Type: image/jpeg


            """).ReplaceLineEndings("\r\n");
        var after = $"\r\n--{Boundary}--\r\n";
        var at = Head("/v1/generations", $"multipart/form-data; boundary={Boundary}", before.Length + image.Length + after.Length, buffer.Span);
        at += Encoding.ASCII.GetBytes(before, buffer.Span[at..]);
        image.CopyTo(buffer.Span[at..]);
        at += image.Length;
        return at + Encoding.ASCII.GetBytes(after, buffer.Span[at..]);
    }

    private Guid Of(int i) => generations[(int)((uint)i * 2_654_435_761 % (uint)generations.Count)];

    private int Head(string path, string type, int length, Span<byte> buffer) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nX-Api-Key: {apiKey}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n"),
        buffer);
}
