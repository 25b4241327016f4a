using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace QualitySuite.IntegrationTests;

/// <summary>A span as it was exported. Ids are hexadecimal; the parent of a root is empty.</summary>
internal sealed record ReceivedSpan(string Service, string TraceId, string SpanId, string ParentId, string Name);

/// <summary>An OTLP/HTTP receiver of traces. Field numbers are those of opentelemetry-proto's trace.proto, resource.proto and common.proto.</summary>
internal sealed class SpanReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();

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
        app.MapPost("/v1/{signal}", () => TypedResults.Bytes([], "application/x-protobuf"));
        await app.StartAsync(cancellationToken);
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        foreach (var resourceSpans in Messages(ByteString.CopyFrom(body.ToArray()), field: 1))
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
