using QualitySuite.Contracts.Generations;

namespace QualitySuite.Cli.Score.Outputs;

/// <summary>One line of a .jsonl file of scores.</summary>
internal sealed record ScoreRecord
{
    public required string File { get; init; }

    public string? Prompt { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Empty where <see cref="Error"/> is set.</summary>
    public required IReadOnlyList<ScoreEntry> Scores { get; init; }

    public IReadOnlyList<ScoringFact>? Facts { get; init; }

    public ImageFailure? Error { get; init; }

    public IReadOnlyList<EmbeddingEntry>? Embeddings { get; init; }
}

/// <summary>A score with the identity of what computed it.</summary>
internal sealed record ScoreEntry(string Metric, double Value, string Scorer);

/// <summary>An embedding with the identity of what computed it.</summary>
internal sealed record EmbeddingEntry(string Encoder, IReadOnlyList<float> Values);
