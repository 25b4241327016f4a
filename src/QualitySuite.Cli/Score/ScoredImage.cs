using QualitySuite.Contracts.Generations;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>One image and what is known of it.</summary>
/// <param name="File">Path within the folder, with <c>/</c>.</param>
/// <param name="Prompt">What it was asked for; null: not said.</param>
internal sealed record ScoredImage(string File, string? Prompt)
{
    /// <summary>Pixels; null where the image could not be read.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels; null where the image could not be read.</summary>
    public int? Height { get; init; }

    /// <summary>In the order of <see cref="ScoreSet.Scorers"/>; NaN: that metric has no value here. Empty where <see cref="Failure"/> is set.</summary>
    public double[] Values { get; init; } = [];

    public IReadOnlyList<ScoringFact> Facts { get; init; } = [];

    /// <summary>One an encoder, if they were asked for.</summary>
    public IReadOnlyList<Embedding> Embeddings { get; init; } = [];

    /// <summary>Why there are no scores; null: there are.</summary>
    public ImageFailure? Failure { get; init; }
}
