using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Reviewer.Charts;

/// <summary>Where the value of a set of images lies beside what it is if nothing has changed. The charts' script says it in the same words.</summary>
internal static class NoChange
{
    public static bool IsShownFor(MetricDefinition metric) => metric.Kind == MetricKind.Distribution;

    /// <summary>The value, and for instance <c>above no change [0, 0.37]</c>.</summary>
    public static (string Value, string Verdict) Describe(MetricDefinition metric, double value, double? low, double? high)
    {
        if (low is not { } least || high is not { } greatest)
        {
            return (Display.Numbers.Format(metric, value), "too few images before to compare with");
        }

        var (text, range) = Display.Numbers.Format(metric, value, least, greatest);
        return (text, $"{(value > greatest ? "above" : value < least ? "below" : "within")} no change {range}");
    }
}
