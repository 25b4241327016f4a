using QualitySuite.Contracts.Generations;

namespace QualitySuite.Contracts.Scoring;

/// <summary>What <c>POST /v1/score</c> is asked beside the image.</summary>
public sealed record ScoreRequest
{
    /// <summary>What the image was asked for; absent: metrics that compare the two have no value.</summary>
    public string? Prompt { get; init; }

    /// <summary>Ids of automated metrics; absent or empty: all that the worker has.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }
}

/// <summary>What <c>POST /v1/score</c> answers. Nothing of it is stored.</summary>
/// <param name="Scores">One a scorer; a metric that several packs give comes several times.</param>
/// <param name="Facts">What is true of the scores beside their numbers: a prompt that was cut, a measure that has no value, a model that is missing.</param>
/// <param name="ElapsedMs">From the arrival of the request to the last score, milliseconds.</param>
public sealed record ScoreAnswer(IReadOnlyList<NewScore> Scores, IReadOnlyList<ScoringFact> Facts, double ElapsedMs);

/// <summary>One number about the image.</summary>
/// <param name="Metric">Id in the metric catalogue.</param>
/// <param name="Value">In the metric's unit and range.</param>
/// <param name="Scorer">Identity of what computed it.</param>
public sealed record NewScore(string Metric, double Value, string Scorer);
