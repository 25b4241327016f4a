using Microsoft.Extensions.Options;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>Repeats a step for as long as Postgres or Redis cannot be reached: finished work is held, not thrown away.</summary>
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
                logger.WaitingFor(dependency, e.Message);
                await Task.Delay(options.Value.OutagePause, time, cancellationToken);
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
}
