using QualitySuite.Contracts.Privacy;

namespace QualitySuite.FeedbackApi.Erasures;

/// <summary>An erasure with the receipts of all owners, as it is read.</summary>
internal sealed class ErasureRow
{
    public string? App { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? RowsFinishedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public long Generations { get; init; }

    public long Feedback { get; init; }

    public long Votes { get; init; }

    public long Events { get; init; }

    public long Held { get; init; }

    public long Images { get; init; }

    public long SharedImages { get; init; }

    public long Scores { get; init; }

    public long Embeddings { get; init; }

    public long Completions { get; init; }

    public long Pending { get; init; }

    public long DeadLetters { get; init; }

    public DateTimeOffset? ScoringFinishedAt { get; init; }

    public long LeftToScoring { get; init; }

    public long Days { get; init; }

    public long SetWindows { get; init; }

    public DateTimeOffset? MonitoringFinishedAt { get; init; }

    public long LeftToMonitoring { get; init; }

    public Erasure ToErasure(Guid id)
    {
        OwnerErasure[] owners =
        [
            Of("feedback", FinishedAt, new()
            {
                ["generations"] = Generations,
                ["feedback"] = Feedback,
                ["votes"] = Votes,
                ["events"] = Events,
                ["held"] = Held,
                ["images"] = Images,
                ["sharedImages"] = SharedImages,
            }),
            Of("scoring", FinishOf(LeftToScoring, ScoringFinishedAt), new()
            {
                ["scores"] = Scores,
                ["embeddings"] = Embeddings,
                ["completions"] = Completions,
                ["pending"] = Pending,
                ["deadLetters"] = DeadLetters,
            }),
            Of("monitoring", FinishOf(LeftToMonitoring, MonitoringFinishedAt), new() { ["daysCounted"] = Days, ["setWindows"] = SetWindows }),
        ];
        return new Erasure(
            id, App, RequestedAt, StateOf(FinishedAt), FinishedAt, owners,
            owners.SelectMany(owner => owner.Counts).ToDictionary(count => count.Key, count => count.Value, StringComparer.Ordinal));
    }

    // An owner that was never given anything was done when there was nothing left to give.
    private DateTimeOffset? FinishOf(long left, DateTimeOffset? last) => RowsFinishedAt is null || left > 0 ? null : last ?? RowsFinishedAt;

    private static OwnerErasure Of(string owner, DateTimeOffset? finishedAt, Dictionary<string, long> counts) =>
        new(owner, StateOf(finishedAt), counts, finishedAt);

    private static ErasureState StateOf(DateTimeOffset? finishedAt) => finishedAt is null ? ErasureState.Pending : ErasureState.Done;
}
