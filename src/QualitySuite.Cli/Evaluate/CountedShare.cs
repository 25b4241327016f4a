using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>How many of how many.</summary>
internal sealed record CountedShare(int Count, int Of)
{
    /// <summary>NaN of none.</summary>
    public double Value => Count / (double)Of;

    /// <summary>Wilson's; null of none.</summary>
    public Interval? Interval { get; } = ProportionInterval.Wilson(Count, Of);
}
