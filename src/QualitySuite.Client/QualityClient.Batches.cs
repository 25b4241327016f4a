using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client;

/// <content>Batches. <see cref="Sending.BatchDelivery"/> repeats what can be repeated of them, <see cref="Sending.QualitySender"/> gathers them.</content>
public sealed partial class QualityClient
{
    /// <summary>Records generations, with the images that are in <see cref="GenerationSubmission.ImageBase64"/>.</summary>
    /// <param name="submissions">At most <see cref="BatchLimits.Generations"/>. Give each its id: only then is a repetition harmless.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been recorded all the same.</param>
    /// <returns>What became of each, in their order. A refused one does not affect the others.</returns>
    /// <exception cref="ArgumentException">There are too many, or one cannot be written as JSON.</exception>
    public Task<IReadOnlyList<BatchResult>> SubmitGenerationsAsync(IReadOnlyList<GenerationSubmission> submissions, CancellationToken cancellationToken) =>
        PostBatchAsync("v1/generations:batch", submissions, BatchLimits.Generations, s => s.Id is not null, cancellationToken);

    /// <summary>Records feedback; the same rules as for <see cref="SubmitGenerationsAsync"/>.</summary>
    /// <param name="feedback">At most <see cref="BatchLimits.Reactions"/>.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been recorded all the same.</param>
    public Task<IReadOnlyList<BatchResult>> SubmitFeedbackAsync(IReadOnlyList<FeedbackSubmission> feedback, CancellationToken cancellationToken) =>
        PostBatchAsync("v1/feedback:batch", feedback, BatchLimits.Reactions, f => f.FeedbackId is not null, cancellationToken);

    /// <summary>Records events; the same rules as for <see cref="SubmitGenerationsAsync"/>.</summary>
    /// <param name="events">At most <see cref="BatchLimits.Reactions"/>.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been recorded all the same.</param>
    public Task<IReadOnlyList<BatchResult>> SubmitEventsAsync(IReadOnlyList<BehaviourSubmission> events, CancellationToken cancellationToken) =>
        PostBatchAsync("v1/events:batch", events, BatchLimits.Reactions, e => e.EventId is not null, cancellationToken);

    /// <summary>Whether the server is there and takes data with this key: sends a batch of nothing.</summary>
    /// <exception cref="QualityApiException">The key is unknown, or may not bring data.</exception>
    public async Task CheckIngestAsync(CancellationToken cancellationToken)
    {
        using var content = new NdjsonContent<GenerationSubmission>([]);
        using var response = await PostAsync("v1/generations:batch", content, "none", cancellationToken);
        await ApiAnswer.ThrowOnErrorAsync(response, cancellationToken);
    }

    private async Task<IReadOnlyList<BatchResult>> PostBatchAsync<T>(
        string address, IReadOnlyList<T> lines, int most, Func<T, bool> hasId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Count > most)
        {
            throw new ArgumentException($"At most {most} in a batch; these are {lines.Count}.", nameof(lines));
        }

        if (lines.Count == 0)
        {
            return [];
        }

        using var content = new NdjsonContent<T>(lines);
        using var response = await PostAsync(address, content, lines.All(hasId) ? $"batch-{Guid.CreateVersion7()}" : null, cancellationToken);
        var answer = await ApiAnswer.ReadAsync<BatchAnswer>(response, cancellationToken);
        return InOrder(answer, lines.Count);
    }

    /// <summary>One result a line. Where the server stopped reading, its reason holds for the lines after it too.</summary>
    private static BatchResult[] InOrder(BatchAnswer answer, int count)
    {
        var results = new BatchResult?[count];
        foreach (var result in answer.Results.Where(r => r.Index >= 0 && r.Index < count))
        {
            results[result.Index] = result;
        }

        var last = answer.Results.Count > 0 && !answer.Results[^1].IsAccepted ? answer.Results[^1] : null;
        return
        [
            .. results.Select((result, i) => result ?? (last is null
                ? throw new HttpRequestException($"The answer has {answer.Results.Count} results for {count} lines, and none for line {i}.")
                : last with { Index = i })),
        ];
    }
}
