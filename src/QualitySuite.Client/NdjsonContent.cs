using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using QualitySuite.Contracts;

namespace QualitySuite.Client;

/// <summary>A batch as the API takes it: one JSON object a line, written and compressed while it is sent, anew for every attempt.</summary>
internal sealed class NdjsonContent<T> : HttpContent
{
    private const int FlushBytes = 64 * 1024;

    private readonly IReadOnlyList<T> _lines;

    public NdjsonContent(IReadOnlyList<T> lines)
    {
        _lines = lines;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        Headers.ContentEncoding.Add("gzip");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushBytes);
        await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await using var json = new Utf8JsonWriter(buffer);
        for (var i = 0; i < _lines.Count; i++)
        {
            Write(json, i);
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= FlushBytes)
            {
                await gzip.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
            }
        }

        await gzip.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    private void Write(Utf8JsonWriter json, int line)
    {
        json.Reset();
        try
        {
            JsonSerializer.Serialize(json, _lines[line], QualityJson.Options);
            json.Flush();
        }
        catch (Exception e) when (e is ArgumentException or JsonException or NotSupportedException)
        {
            throw new UnwritableLineException(line, e);
        }
    }
}

/// <summary>A line of a batch cannot be written as JSON: a number is not finite, or an enum has no such value.</summary>
internal sealed class UnwritableLineException(int line, Exception inner)
    : ArgumentException($"Line {line} cannot be written as JSON: {inner.Message}", inner)
{
    public int Line => line;

    /// <summary>That exception, or the one that a handler has wrapped; null: it is another.</summary>
    public static UnwritableLineException? In(Exception exception) =>
        exception as UnwritableLineException ?? (exception.InnerException is { } inner ? In(inner) : null);
}
