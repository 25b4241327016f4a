namespace QualitySuite.Statistics;

/// <summary>
/// When a number is precise enough to be shown. For proportions it is the rule of the US National Center for Health Statistics: at least 30 trials;
/// a 95 % interval narrower than 0.30; and one that is either at most 0.05 wide or at most 130 % of the proportion. Where the spread itself is
/// estimated, at least 8 degrees of freedom.
/// Source: Parker et al., "National Center for Health Statistics Data Presentation Standards for Proportions", Vital and Health Statistics 2 (175), 2017.
/// The same widths are asked of a mean on a bounded scale, as shares of the scale, with the mean's distance from its lower end as the proportion.
/// On a scale without an upper end only the relative width can be asked for, and on one without a lower end nothing.
/// </summary>
public static class PresentationStandard
{
    /// <summary>Trials that a proportion needs.</summary>
    public const long LeastTrials = 30;

    /// <summary>Values that a mean needs, whose spread is estimated from them.</summary>
    public const long LeastValues = 9;

    private const double WidthAlwaysTooWide = 0.30;
    private const double WidthAlwaysEnough = 0.05;
    private const double RelativeWidth = 1.30;

    /// <summary>Whether the widths allow it; the number of trials or values is the caller's to check.</summary>
    internal static bool Allows(double value, Interval interval, double? minimum, double? maximum)
    {
        if (minimum is not { } least)
        {
            return true;
        }

        var relative = interval.Width <= RelativeWidth * (value - least);
        if (maximum is not { } most)
        {
            return relative;
        }

        var width = interval.Width / (most - least);
        return width < WidthAlwaysTooWide && (width <= WidthAlwaysEnough || relative);
    }
}
