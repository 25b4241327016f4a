using QualitySuite.Client.Sending;
using QualitySuite.Contracts.Batches;

namespace QualitySuite.Simulator.Demo;

/// <summary>Tells whole visits at once, in batches, for as long as the service is away. What it refuses for good is counted and passed over, since one bad
/// record must not end a demo.</summary>
internal sealed class VisitDelivery(BatchDelivery delivery, DemoStatus status, SimulatorOptions options, ILogger<VisitDelivery> logger)
{
    /// <summary>Of each visit the generations, and then the reactions to those that were accepted.</summary>
    public async Task DeliverAsync(IReadOnlyList<Visit> visits, CancellationToken cancellationToken)
    {
        var steps = visits.SelectMany(visit => visit.Steps.Select(step => (Visit: visit, Step: step))).ToList();
        var generations = await delivery.DeliverAsync(
            [.. steps.Select(s => VisitMessages.Generation(options.App, s.Visit, s.Step) with { ImageBase64 = s.Step.Result.Draw() })], cancellationToken);
        var told = steps.Where((_, i) => Count(generations[i], status.CountGeneration)).ToList();
        foreach (var result in await delivery.DeliverAsync([.. told.SelectMany(s => VisitMessages.Events(s.Visit, s.Step))], cancellationToken))
        {
            Count(result, status.CountReaction);
        }

        foreach (var result in await delivery.DeliverAsync([.. told.SelectMany(s => VisitMessages.Feedback(s.Visit, s.Step))], cancellationToken))
        {
            Count(result, status.CountReaction);
        }
    }

    private bool Count(BatchResult result, Action count)
    {
        if (result.IsAccepted)
        {
            count();
            return true;
        }

        status.CountRefused();
        logger.Refused(result.Problem?.Detail ?? "no reason was given");
        return false;
    }
}
