using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace QualitySuite.IntegrationTests;

/// <summary>A span as it was exported. Ids are hexadecimal; the parent of a root is empty.</summary>
internal sealed record ReceivedSpan(string Service, string TraceId, string SpanId, string ParentId, string Name);

/// <summary>An OTLP/HTTP receiver of traces, which also tells whether a text was in anything that was sent. Field numbers are those of opentelemetry-proto's trace.proto, resource.proto and common.proto.</summary>
internal sealed class SpanReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _sightings = new(StringComparer.Ordinal);

    private SpanReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    public static async Task<SpanReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRequestDecompression();
        var app = builder.Build();
        var receiver = new SpanReceiver(app);
        app.UseRequestDecompression();
        app.MapPost("/v1/traces", receiver.ReceiveAsync);
        app.MapPost("/v1/{signal}", receiver.LookThroughAsync);
        await app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>From now on notes each of the signals (traces, metrics, logs) that has this text in it.</summary>
    public IReadOnlyCollection<string> LookFor(string text) => _sightings.GetOrAdd(text, _ => []);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> LookThroughAsync(string signal, HttpRequest request, CancellationToken cancellationToken)
    {
        await ReadAsync(request, signal, cancellationToken);
        return TypedResults.Bytes([], "application/x-protobuf");
    }

    private async Task<ByteString> ReadAsync(HttpRequest request, string signal, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        var body = buffer.ToArray();
        foreach (var (text, sightings) in _sightings)
        {
            if (body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            {
                sightings.Add(signal);
            }
        }

        return ByteString.CopyFrom(body);
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        foreach (var resourceSpans in Messages(await ReadAsync(request, "traces", cancellationToken), field: 1))
        {
            var service = Messages(resourceSpans, 1).SelectMany(resource => Messages(resource, 1))
                .Where(attribute => Text(attribute, 1) == "service.name")
                .SelectMany(attribute => Messages(attribute, 2)).Select(value => Text(value, 1)).FirstOrDefault() ?? "";
            foreach (var span in Messages(resourceSpans, 2).SelectMany(scope => Messages(scope, 2)))
            {
                _spans.Enqueue(new ReceivedSpan(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5)));
            }
        }

        return TypedResults.Bytes([], "application/x-protobuf");
    }

    private static string Hex(ByteString message, int field) =>
        Messages(message, field).Select(bytes => Convert.ToHexStringLower(bytes.Span)).FirstOrDefault() ?? "";

    private static string Text(ByteString message, int field) => Messages(message, field).Select(bytes => bytes.ToStringUtf8()).FirstOrDefault() ?? "";

    private static List<ByteString> Messages(ByteString message, int field)
    {
        var found = new List<ByteString>();
        using var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
