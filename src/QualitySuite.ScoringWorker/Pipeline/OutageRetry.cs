using Microsoft.Extensions.Options;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Repeats a step for as long as Postgres, Redis or the image store cannot be reached: work is held, not thrown away.</summary>
internal sealed class OutageRetry(IOptions<ScoringPipelineOptions> options, TimeProvider time, ILogger<OutageRetry> logger)
{
    public async Task<T> RunAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await step();
            }
            catch (Exception e) when (Outage.DependencyOf(e) is { } dependency)
            {
                await PauseAsync(dependency, e.Message, cancellationToken);
            }
        }
    }

    public Task RunAsync(Func<Task> step, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await step();
            return true;
        },
        cancellationToken);

    /// <summary>Notes the outage and waits for a while.</summary>
    public Task PauseAsync(string dependency, string reason, CancellationToken cancellationToken)
    {
        logger.WaitingFor(dependency, reason);
        return Task.Delay(options.Value.OutagePause, time, cancellationToken);
    }
}
