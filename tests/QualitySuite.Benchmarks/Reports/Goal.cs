namespace QualitySuite.Benchmarks.Reports;

/// <summary>What is aimed at, written so that a miss is seen.</summary>
internal static class Goal
{
    public static string AtLeast(double goal, double value) => $"≥ {goal:0.##}: {(value >= goal ? "met" : "**missed**")}";

    public static string AtMost(double goal, double value, string unit = "") => $"≤ {goal:0.##}{unit}: {(value <= goal ? "met" : "**missed**")}";

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
