using System.Text.Json.Serialization;

namespace QualitySuite.Contracts.Metrics;

/// <summary>
/// A metric of two groups of generations, a and b, by 95 % intervals and two-sided tests that take what is counted as independent: several images of
/// one user or one prompt are alike, which makes intervals too narrow and p values too small.
/// </summary>
/// <param name="Metric">Catalogue id.</param>
/// <param name="Scorer">Whose numbers these are, in both groups; null for metrics that have no scorers, or while none is registered.</param>
/// <param name="OtherScorers">Scorers that also have numbers for this metric; never mixed in.</param>
/// <param name="A">The group that is compared with.</param>
/// <param name="B">The group that is looked at.</param>
/// <param name="Difference">B's mean or proportion minus a's.</param>
/// <param name="Relative">The same as a share of a's.</param>
/// <param name="HistogramEdges">The metric's bin edges, ascending; the outer bins are open.</param>
public sealed record MetricComparison(
    string Metric, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Scorer, IReadOnlyList<string> OtherScorers,
    ComparedGroup A, ComparedGroup B, ComparedDifference Difference, RelativeDifference Relative, IReadOnlyList<double> HistogramEdges);

/// <summary>One of two groups.</summary>
/// <param name="N">What was counted: images, or for a rate the denominator.</param>
/// <param name="Mean">Mean, or the proportion; null where nothing was counted.</param>
/// <param name="Stddev">Sample standard deviation, 0 for equal values; null where nothing was counted.</param>
/// <param name="Histogram">How many values each bin has, one less than there are edges.</param>
/// <param name="Ci95">As of a point of a time series.</param>
public sealed record ComparedGroup(
    long N,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Mean,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Stddev,
    IReadOnlyList<long> Histogram, IReadOnlyList<double>? Ci95);

/// <summary>B minus a.</summary>
/// <param name="Value">Null where a group is empty.</param>
/// <param name="Ci95">For a mean Welch's t interval, for a proportion Newcombe's hybrid score interval; null with <paramref name="Missing"/>.</param>
/// <param name="P">For a mean Welch's t test, for a proportion the "N - 1" chi-squared test, or Fisher's exact one where a count of less than 1 is
/// expected; null with <paramref name="Missing"/>.</param>
/// <param name="Clear">The interval excludes 0 and p is below 0.05.</param>
/// <param name="NeededN">How many values each group needs for an interval; null: both have them.</param>
/// <param name="Missing">Why there is no interval, for people; null: there is one.</param>
public sealed record ComparedDifference(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<double>? Ci95,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? P,
    bool Clear, long? NeededN, string? Missing)
{
    /// <summary>P adjusted for all metrics that the same answer compares (Holm): below 0.05 for any of them by chance once in twenty answers at most.
    /// Null in the answer about a single metric.</summary>
    public double? AdjustedP { get; init; }
}

/// <summary>The difference as a share of a's mean or proportion: 0.1 is 10 % more.</summary>
/// <param name="Value">Null where a's is 0 or there is no difference.</param>
/// <param name="Ci95">By MOVER-R, for a mean the same as Fieller's; it excludes 0 where that of the difference does. Null where that has none, and
/// where a's mean is not clearly above 0, so that there is no upper end.</param>
public sealed record RelativeDifference(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<double>? Ci95);

/// <summary>Every metric that a single image or its users give a value, of the same two groups.</summary>
/// <param name="From">Start of the range, inclusive, by the generation's createdAt.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Items">By p value, the smallest first; those without one last.</param>
public sealed record MetricComparisons(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<MetricComparison> Items);
