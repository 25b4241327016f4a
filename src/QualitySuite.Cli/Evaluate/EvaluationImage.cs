using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Evaluate;

/// <summary>An image to draw and to score, and then its scores.</summary>
internal sealed class EvaluationImage(DiffusionResult result, ScoringPlan plan)
{
    private readonly Dictionary<string, double> _scores = new(StringComparer.Ordinal);

    public DiffusionResult Result { get; } = result;

    public ScoringPlan Plan { get; } = plan;

    public string Prompt => Result.Job.Prompt;

    /// <summary>By encoder; empty until it is scored.</summary>
    public IReadOnlyList<Embedding> Embeddings { get; private set; } = [];

    /// <summary>What the encoder of the alignment says about the words of the prompt; null: it judges none, or the image is not for it.</summary>
    public WordCoverage? Words { get; private set; }

    /// <summary>The score by a scorer of the plan.</summary>
    /// <exception cref="KeyNotFoundException">It is not scored yet.</exception>
    public double this[ScorerIdentity scorer] => _scores[scorer.Identity];

    /// <summary>Takes what the engine has found.</summary>
    /// <exception cref="ToolException">A model failed on the image.</exception>
    public void Take(PreparedImage prepared)
    {
        if (prepared.Failures.Count > 0)
        {
            var failure = prepared.Failures[0];
            throw new ToolException($"The part '{failure.Part}' of the pack {failure.Pack} failed on an image, so that there are no figures of it: {failure.Reason}");
        }

        foreach (var score in prepared.Scores)
        {
            _scores[score.Scorer] = score.Value;
        }

        Embeddings = prepared.Embeddings;
        Words = prepared.WordCoverages.FirstOrDefault(coverage => coverage.Metric == EvaluatedPack.AlignmentMetric);
    }
}
