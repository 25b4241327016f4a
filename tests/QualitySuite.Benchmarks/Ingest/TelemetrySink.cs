using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>A receiver of OTLP over HTTP that reads and forgets, so that telemetry is on and costs what it costs.</summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TelemetrySink(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<TelemetrySink> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpRequest request, CancellationToken aborted) =>
        {
            await request.Body.CopyToAsync(Stream.Null, aborted);
            return TypedResults.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync(cancellationToken);
        return new TelemetrySink(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
