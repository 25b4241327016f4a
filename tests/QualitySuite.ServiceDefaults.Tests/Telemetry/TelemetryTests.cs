using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
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

    [Fact]
    public async Task A_users_key_in_a_path_or_a_query_leaves_the_service_neither_with_spans_nor_with_logs()
    {
        var (spans, logs) = (new Texts<Activity>(Tags), new Texts<LogRecord>(Attributes));
        await using (var service = await TestService.StartAsync(
            app => app.MapDelete("/v1/users/{**userKey}", (ILogger<TelemetryTests> logger) => logger.LogError("worked")),
            builder =>
            {
                builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(spans)));
                builder.Services.ConfigureOpenTelemetryLoggerProvider(logging => logging.AddProcessor(new SimpleLogRecordExportProcessor(logs)));
            }))
        {
            using var response = await service.Http.DeleteAsync(new Uri("/v1/users/anna/lena?userKey=anna", UriKind.Relative), Cancellation);
            Assert.True(response.IsSuccessStatusCode);
        }

        Assert.Contains(spans.Exported, text => text.Contains("url.path=/v1/users/{userKey}", StringComparison.Ordinal));
        Assert.Contains(logs.Exported, text => text.Contains("worked", StringComparison.Ordinal));
        Assert.All(spans.Exported.Concat(logs.Exported), text => Assert.DoesNotContain("anna", text, StringComparison.Ordinal));
    }

    private static string Tags(Activity span) => string.Join('\n', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Prepend(span.DisplayName));

    private static string Attributes(LogRecord record)
    {
        var text = new StringBuilder(record.FormattedMessage);
        record.ForEachScope(static (scope, all) => all.Append(scope.Scope), text);
        return text.AppendJoin('\n', record.Attributes ?? []).ToString();
    }

    private sealed class Texts<T>(Func<T, string> read) : BaseExporter<T>
        where T : class
    {
        public ConcurrentQueue<string> Exported { get; } = new();

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
            {
                Exported.Enqueue(read(item));
            }
            return ExportResult.Success;
        }
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
