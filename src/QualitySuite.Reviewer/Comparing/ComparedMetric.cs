using QualitySuite.Contracts.Metrics;
using QualitySuite.Reviewer.Display;

namespace QualitySuite.Reviewer.Comparing;

/// <summary>What the page says of a metric of two groups. Intervals and p values are the API's.</summary>
/// <param name="Metric">Catalogue entry.</param>
/// <param name="Found">What the API found.</param>
/// <param name="Tested">How many metrics were tested with it.</param>
internal sealed record ComparedMetric(MetricDefinition Metric, MetricComparison Found, int Tested)
{
    private const double Alpha = 0.05;

    public Verdict Verdict { get; } = Judge(Metric, Found.Difference);

    /// <summary>Artifacts have the names of measures, too.</summary>
    public string Name => Metric.Id.StartsWith("artifact_", StringComparison.Ordinal) && Metric.Id != "artifact_any" ? $"Artifact: {Metric.DisplayName}" : Metric.DisplayName;

    /// <summary>A difference of shares is in percentage points.</summary>
    public string Unit => Numbers.IsPercentage(Metric) ? "percentage points" : Numbers.UnitOf(Metric);

    public string ShortUnit => Numbers.IsPercentage(Metric) ? "pp" : "";

    /// <summary>With their signs; null where there is no interval.</summary>
    public (string Value, string Interval)? Difference => Found.Difference is { Value: { } value, Ci95: { } ci }
        ? Numbers.FormatDifference(Metric, value, ci[0], ci[1])
        : null;

    /// <summary>In per cent of the baseline; the interval is null where there is none.</summary>
    public (string Value, string? Interval)? Relative => Found.Relative.Value is { } value ? Numbers.FormatRelative(value, Found.Relative.Ci95) : null;

    /// <summary>One of the groups: with the decimals that its interval supports, where it has one.</summary>
    public (string Mean, string? Interval) Describe(ComparedGroup group) =>
        group is { Mean: { } mean, Ci95: { } ci } ? Numbers.Format(Metric, mean, ci[0], ci[1])
        : (group.Mean is { } only ? Numbers.Format(Metric, only) : "none", null);

    /// <summary>Why there is no interval.</summary>
    public string? Missing(string baseline, string candidate) => Found.Difference.NeededN is { } needed
        ? $"It takes {Numbers.Count(needed)} values of each; {baseline} has {Numbers.Count(Found.A.N)} and {candidate} has {Numbers.Count(Found.B.N)}."
        : Found.Difference.Missing;

    /// <summary>The verdict as a sentence.</summary>
    public string Sentence(string baseline, string candidate)
    {
        var way = Found.Difference.Value > 0 ? "higher" : "lower";
        return Verdict switch
        {
            Verdict.Better => $"{candidate} is better than {baseline}: {Name} is {way}.",
            Verdict.Worse => $"{candidate} is worse than {baseline}: {Name} is {way}.",
            Verdict.Higher or Verdict.Lower => $"{Name} of {candidate} is {way} than of {baseline}; neither way is better.",
            Verdict.MayBeChance => $"May be chance: by itself this would be a difference, but among {Tested} metrics one like it comes about without a cause.",
            Verdict.NotSeen => "No difference seen.",
            Verdict.CannotSay => $"Cannot say yet. {Missing(baseline, candidate)}",
            _ => throw new InvalidOperationException($"There is no sentence for {Verdict}."),
        };
    }

    private static Verdict Judge(MetricDefinition metric, ComparedDifference difference) => difference switch
    {
        { Ci95: null } => Verdict.CannotSay,
        { Clear: false } => Verdict.NotSeen,
        { AdjustedP: not < Alpha } => Verdict.MayBeChance,
        { Value: > 0 } => metric.Direction switch
        {
            MetricDirection.Higher => Verdict.Better,
            MetricDirection.Lower => Verdict.Worse,
            _ => Verdict.Higher,
        },
        _ => metric.Direction switch
        {
            MetricDirection.Higher => Verdict.Worse,
            MetricDirection.Lower => Verdict.Better,
            _ => Verdict.Lower,
        },
    };
}

/// <summary>What is said of the candidate beside the baseline.</summary>
internal enum Verdict
{
    Better,
    Worse,
    Higher,
    Lower,

    /// <summary>Clear by itself, and not among as many metrics.</summary>
    MayBeChance,
    NotSeen,
    CannotSay,
}
