using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using QualitySuite.Client;
using QualitySuite.Contracts.Pipeline;
using QualitySuite.Reviewer.Hosting;

namespace QualitySuite.Reviewer.Pipeline;

/// <summary>The pipeline's numbers as server-sent events: <c>status</c> with the numbers, <c>outage</c> while the API does not answer.</summary>
internal static class PipelineStream
{
    public static void MapPipelineStream(this IEndpointRouteBuilder routes) => routes.MapGet("/pipeline/stream", Get);

    private static ServerSentEventsResult<PipelineMoment> Get(
        QualityClient api, TimeProvider clock, IOptions<PipelineStreamOptions> options, IHostApplicationLifetime lifetime,
        ILogger<PipelineMoment> logger, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(ReadAsync(api, clock, options.Value.Interval, lifetime, logger, cancellationToken));

    private static async IAsyncEnumerable<SseItem<PipelineMoment>> ReadAsync(
        QualityClient api, TimeProvider clock, TimeSpan interval, IHostApplicationLifetime lifetime, ILogger logger,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An open page must not hold up the shutdown of the process.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        using var timer = new PeriodicTimer(interval, clock);
        var reachable = true;
        do
        {
            PipelineStatus? status = null;
            try
            {
                status = await api.GetPipelineAsync(ended.Token);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                yield break;
            }
            catch (Exception exception) when (ApiOutage.Is(exception))
            {
                if (reachable)
                {
                    Log.PipelineUnavailable(logger, exception);
                }
            }

            reachable = status is not null;
            yield return new SseItem<PipelineMoment>(new PipelineMoment(clock.GetUtcNow(), status), reachable ? "status" : "outage");
        }
        while (await WaitAsync(timer, ended.Token));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>The pipeline at a time; without numbers while the API does not answer.</summary>
internal sealed record PipelineMoment(DateTimeOffset At, PipelineStatus? Status);
