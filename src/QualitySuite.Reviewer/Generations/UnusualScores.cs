using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Reviewer.Generations;

/// <summary>Which scores of an image stand out from those of the images shown beside it: an aid to the eye, not an inference.</summary>
internal sealed class UnusualScores
{
    private readonly Dictionary<string, (double Median, double Spread)> _usual;

    /// <summary>Learns what is usual from primary scores: median, and median distance from it, for each metric.</summary>
    public UnusualScores(IReadOnlyList<GenerationSummary> shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        _usual = shown
            .SelectMany(g => g.Scores)
            .Where(s => s.Primary)
            .GroupBy(s => s.Metric, s => s.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Usual([.. g]), StringComparer.Ordinal);
    }

    /// <summary>At most <paramref name="count"/> primary scores, the most unusual first; none that is exactly usual.</summary>
    public IReadOnlyList<(MetricDefinition Metric, double Value)> Of(GenerationSummary generation, int count) =>
        [.. generation.Scores
            .Where(s => s.Primary && MetricCatalogue.Find(s.Metric) is not null)
            .Select(s => (Metric: MetricCatalogue.Find(s.Metric)!, s.Value, Distance: Distance(s)))
            .Where(s => s.Distance > 0)
            .OrderByDescending(s => s.Distance).ThenBy(s => s.Metric.Id, StringComparer.Ordinal)
            .Take(count)
            .Select(s => (s.Metric, s.Value))];

    private double Distance(Score score)
    {
        var (median, spread) = _usual[score.Metric];
        var distance = Math.Abs(score.Value - median);
        return distance == 0 ? 0 : distance / spread;
    }

    private static (double Median, double Spread) Usual(double[] values)
    {
        var median = Median(values);
        return (median, Median([.. values.Select(v => Math.Abs(v - median))]));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
