using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry;
using OpenTelemetry.Trace;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.Telemetry;

public sealed class TelemetryTests
{
    private static readonly ActivitySource Ours = new("QualitySuite.Sample");
    private static readonly ActivitySource Others = new("Somebody.Else");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_and_our_own_sources_are_traced_and_probes_are_not()
    {
        var spans = new Spans();
        await using (var service = await TestService.StartAsync(
            app => app.MapGet("/work", () =>
            {
                using var ours = Ours.StartActivity("our step");
                using var others = Others.StartActivity("their step");
                return "done";
            }),
            builder => builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(spans)))))
        {
            foreach (var path in (string[])["/health", "/alive", "/work"])
            {
                (await service.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation)).Dispose();
            }
        }
        // The test's own HttpClient is traced as well, by whichever service of this process listens.
        var names = spans.Exported.Where(span => span.Kind != ActivityKind.Client).Select(span => span.Name).ToList();
        Assert.Equal(["our step", "GET /work"], names);
    }

    private sealed class Spans : BaseExporter<Activity>
    {
        public ConcurrentQueue<(string Name, ActivityKind Kind)> Exported { get; } = new();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch)
            {
                Exported.Enqueue((activity.DisplayName, activity.Kind));
            }
            return ExportResult.Success;
        }
    }
}
