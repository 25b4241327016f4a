using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Compare;

/// <summary>One metric of two sets.</summary>
/// <param name="Metric">From the catalogue.</param>
/// <param name="Name">The metric, and for a further scorer of it which one.</param>
/// <param name="Scorer">Identity of what computed both sides; null: the sides have none in common.</param>
/// <param name="A">Of the values compared: in pairs those where both sides have one.</param>
/// <param name="B">Of the values compared.</param>
/// <param name="Test">B minus A; null: too few values for one.</param>
/// <param name="AdjustedP">Holm's, over all metrics with a test; null where this one has none that counts.</param>
/// <param name="Verdict">Said of B.</param>
/// <param name="Reason">Why nothing can be said; null: something is.</param>
internal sealed record MetricComparison(
    MetricDefinition Metric, string Name, string? Scorer, SampleMoments A, SampleMoments B, MeanDifference? Test, double? AdjustedP, Verdict Verdict, string? Reason)
{
    /// <summary>The difference as a share of the mean of A; null where that is 0 or nothing is compared.</summary>
    public double? Relative => A.Count > 0 && B.Count > 0 && A.Mean != 0 ? (B.Mean - A.Mean) / Math.Abs(A.Mean) : null;

    /// <summary>For a table.</summary>
    public string VerdictText => Verdict switch
    {
        Verdict.Better => "B is better",
        Verdict.Worse => "B is worse",
        Verdict.Higher => "higher in B",
        Verdict.Lower => "lower in B",
        Verdict.NoClearDifference => "no clear difference",
        Verdict.Equal => "equal",
        _ => Reason!,
    };
}
