using QualitySuite.Reviewer.Charts;

namespace QualitySuite.Reviewer.Comparing;

/// <summary>One of the two groups: its name, and how it is drawn.</summary>
internal sealed record GroupLook(string Name, SeriesStyle Style)
{
    /// <summary>Model versions look as everywhere; two of one colour, and what has no look of its own, get the first two colours.</summary>
    public static (GroupLook Baseline, GroupLook Candidate) Of(
        CompareChoice choice, string baseline, string candidate, IReadOnlyDictionary<string, SeriesStyle> versions)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var (first, second) = choice.Dimension == CompareChoice.Version
            ? (SeriesStyle.Of(baseline, versions), SeriesStyle.Of(candidate, versions))
            : (SeriesStyle.Overall, SeriesStyle.Overall);
        return first.Colour == second.Colour
            ? (new GroupLook(baseline, new SeriesStyle(0, 1)), new GroupLook(candidate, new SeriesStyle(1, 0)))
            : (new GroupLook(baseline, first), new GroupLook(candidate, second));
    }
}
