using System.CommandLine;
using QualitySuite.Cli.Server;
using QualitySuite.Client;
using QualitySuite.Contracts.Pipeline;

namespace QualitySuite.Cli.Rescoring;

/// <summary><c>quality rescore</c>: history under the scorers that the workers have now, without holding up what comes in.</summary>
internal static class RescoreCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Between two lines that say that it waits.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    public static Command Create(TextWriter output, TimeProvider time)
    {
        var from = new Option<DateTimeOffset>("--from")
        {
            Description = "First createdAt, for instance 2026-01-31 or 2026-01-31T12:00:00+01:00; UTC where no offset is said.",
            CustomParser = result => Instant.Parse(result) ?? default,
            Required = true,
        };
        var to = new Option<DateTimeOffset?>("--to") { Description = "Up to this createdAt, exclusive; now where it is not given.", CustomParser = Instant.Parse };
        var app = new Option<string?>("--app") { Description = "Only this app." };
        var version = new Option<string?>("--model-version") { Description = "Only images of this version of the diffusion model." };
        var metric = new Option<string?>("--metric") { Description = "Only images without a score of this metric's newest scorer: what makes a second run go on where the first stopped." };
        var scorer = new Option<string?>("--scorer") { Description = "Only images without a score of this scorer (its identity)." };
        var maxPending = new Option<int>("--max-pending")
        {
            Description = "Queue more only while fewer images than this wait, so that new images wait little.",
            DefaultValueFactory = _ => 500,
        };
        maxPending.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
            {
                result.AddError("--max-pending must be 1 to 1000000.");
            }
        });
        var command = new Command("rescore", "Queues images of the past for the scorers that the workers have now. Scores that exist stay; those that are missing are added.")
        {
            from, to, app, version, metric, scorer, maxPending,
        };
        ServerOptions.FeedbackApi.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(metric) is not null && parsed.GetValue(scorer) is not null)
            {
                throw new ToolException("--metric and --scorer exclude one another.");
            }

            using var http = ServerOptions.FeedbackApi.Connect(parsed);
            return await ServerOptions.RunAsync(http, async () =>
            {
                var client = new QualityClient(http);
                var request = new RescoreRequest
                {
                    From = parsed.GetRequiredValue(from),
                    To = parsed.GetValue(to) ?? time.GetUtcNow(),
                    App = parsed.GetValue(app),
                    ModelVersion = parsed.GetValue(version),
                    Scorer = parsed.GetValue(scorer) ?? await NewestScorerAsync(client, parsed.GetValue(metric), cancellationToken),
                };
                var queued = await QueueAsync(client, request, parsed.GetValue(maxPending), output, time, cancellationToken);
                await output.WriteLineAsync($"{queued} images are queued.");
                return 0;
            });
        });
        return command;
    }

    private static async Task<long> QueueAsync(
        QualityClient client, RescoreRequest request, int maxPending, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var queued = 0L;
        try
        {
            while (true)
            {
                var pending = await WaitAsync(client, maxPending, output, time, cancellationToken);
                var page = await client.RescoreAsync(request with { Limit = (int)Math.Clamp(maxPending - pending, 1, 1000) }, cancellationToken);
                queued += page.Queued;
                if (page.NextCursor is null)
                {
                    return queued;
                }

                await output.WriteLineAsync($"{queued} queued, {pending + page.Queued} wait");
                request = request with { Cursor = page.NextCursor };
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new StoppedException($"stopped; {queued} images are queued and will be scored, and perhaps those of a call that was under way.");
        }
    }

    /// <summary>Waits until fewer than <paramref name="maxPending"/> images wait, and says at times that it does; returns how many.</summary>
    private static async Task<long> WaitAsync(QualityClient client, int maxPending, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var told = time.GetTimestamp();
        while (true)
        {
            var pending = (await client.GetPipelineAsync(cancellationToken)).Pending;
            if (pending < maxPending)
            {
                return pending;
            }

            if (time.GetElapsedTime(told) >= Silence)
            {
                told = time.GetTimestamp();
                await output.WriteLineAsync($"{pending} images wait for the workers; more are queued when fewer than {maxPending} do");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task<string?> NewestScorerAsync(QualityClient client, string? metric, CancellationToken cancellationToken)
    {
        if (metric is null)
        {
            return null;
        }

        var entry = (await client.ListMetricsAsync(cancellationToken)).FirstOrDefault(m => m.Id == metric)
            ?? throw new ToolException($"--metric: '{metric}' is no metric; GET /v1/metrics lists them.");
        return entry.Scorers is [.., var newest] ? newest : throw new ToolException($"--metric: no scorer of {metric} is registered. {entry.Missing}");
    }
}
