using System.Text.Json.Serialization;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Contracts.Batches;

/// <summary>Answer (207) to a batch of NDJSON lines: one result for each line that is not blank, in their order. No line affects another.</summary>
public sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);

/// <summary>What became of one line.</summary>
/// <param name="Index">The line, counted from 0; blank ones are counted and have no result.</param>
/// <param name="Status">The status that the line would have got as a request of its own.</param>
/// <param name="Id">The generation's id, of a line that was accepted by <c>/v1/generations:batch</c>.</param>
/// <param name="Recorded">What was done with a feedback or event that was accepted.</param>
/// <param name="Problem">Why the line was refused.</param>
public sealed record BatchResult(
    int Index,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Id = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RecordedStatus? Recorded = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BatchProblem? Problem = null)
{
    /// <summary>The line was accepted.</summary>
    [JsonIgnore]
    public bool IsAccepted => Status is >= 200 and < 300;
}

/// <summary>RFC 9457 problem details of one line.</summary>
public sealed record BatchProblem(
    string Type, string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null);

/// <summary>Bounds of a batch.</summary>
public static class BatchLimits
{
    /// <summary>Lines of <c>/v1/generations:batch</c>.</summary>
    public const int Generations = 1_000;

    /// <summary>Lines of <c>/v1/feedback:batch</c> and <c>/v1/events:batch</c>.</summary>
    public const int Reactions = 10_000;

    /// <summary>Bytes of a batch of feedback or events, decompressed.</summary>
    public const long ReactionBytes = 64L * 1024 * 1024;

    /// <summary>Bytes of a batch of generations, decompressed.</summary>
    public const long GenerationBytes = 1024L * 1024 * 1024;

    /// <summary>Bytes of one line of a batch of generations: the largest image in base64 and the largest metadata.</summary>
    public const int GenerationLineBytes = (int)((GenerationLimits.ImageBytes * 4 / 3) + GenerationLimits.MetadataBytes);
}
