namespace QualitySuite.Cli.Score.Report;

/// <summary>Counts of equal bins over the bulk of the values; where a scale is open, the last bin holds the tail above the 99th percentile.</summary>
internal sealed record Histogram(double Low, double High, int[] Counts, bool LastIsOpen)
{
    private const int Bins = 24;

    /// <summary>Null where there is no spread to show.</summary>
    public static Histogram? Of(MetricSummary metric)
    {
        if (metric.Count == 0 || metric.Sorted[0] == metric.Sorted[^1])
        {
            return null;
        }

        var (low, high) = (metric.Sorted[0], metric.Sorted[^1]);
        var isOpen = metric.Metric.Maximum is null && metric.Count >= 100 && metric.Quantile(0.99) > low && metric.Quantile(0.99) < high;
        if (isOpen)
        {
            high = metric.Quantile(0.99);
        }

        var counts = new int[Bins];
        foreach (var value in metric.Sorted)
        {
            counts[Math.Min(Bins - 1, (int)((value - low) / (high - low) * Bins))]++;
        }

        return new Histogram(low, high, counts, isOpen);
    }

    /// <summary>Where a value lies, 0 (low) to 1 (high).</summary>
    public double Position(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);
}
