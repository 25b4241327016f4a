using QualitySuite.Client.Sending;

namespace QualitySuite.Simulator.Demo;

/// <summary>Plays a visit against the real API, everything at its time: what was generated, and what the user says and does.</summary>
internal sealed class VisitPlayer(QualitySender sender, SimulatorOptions options, TimeProvider time)
{
    public async Task PlayAsync(Visit visit, CancellationToken cancellationToken)
    {
        foreach (var step in visit.Steps)
        {
            await WaitAsync(step.CreatedAt + step.Result.Latency, cancellationToken);
            sender.Add(VisitMessages.Generation(options.App, visit, step), step.Result.Draw());
            await WaitAsync(step.EndsAt, cancellationToken);
            foreach (var behaviour in VisitMessages.Events(visit, step))
            {
                sender.Add(behaviour);
            }

            foreach (var feedback in VisitMessages.Feedback(visit, step))
            {
                sender.Add(feedback);
            }
        }
    }

    private async Task WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (until - time.GetUtcNow() is var delay && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, cancellationToken);
        }
    }
}
