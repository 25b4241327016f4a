using QualitySuite.Contracts.Batches;

namespace QualitySuite.Client.Sending;

/// <summary>What came of one attempt at a batch.</summary>
internal sealed class Attempt
{
    /// <summary>The answer's result for each line; null: there is no such answer.</summary>
    public IReadOnlyList<BatchResult>? Results { get; init; }

    /// <summary>What the server said of the batch as a whole; null: nothing.</summary>
    public BatchResult? Whole { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why there is no result for each line.</summary>
    public string? Reason { get; init; }

    /// <summary>A line could not be written, so that nothing was asked of the server.</summary>
    public bool IsFlawed => FlawedLine is not null;

    private int? FlawedLine { get; init; }

    public static Attempt Flawed(UnwritableLineException e) => new()
    {
        FlawedLine = e.Line,
        Whole = new BatchResult(0, 400, Problem: new BatchProblem("urn:qualitysuite:error:invalid_json", "Bad Request", 400, e.Message)),
    };

    /// <summary>What became of a line; null: nothing, it can be sent again.</summary>
    public BatchResult? ResultOf(int line) => Results is not null ? Results[line] : FlawedLine is { } flawed && flawed != line ? null : Whole;
}
