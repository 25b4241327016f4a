using System.Globalization;

namespace QualitySuite.Reviewer.Comparing;

/// <summary>Where an interval of a difference lies on a line whose middle is 0, in hundredths of its width.</summary>
internal sealed record IntervalDrawing(string Low, string Value, string High)
{
    /// <summary>Leaves a margin, so that the end that is further from 0 is seen to be one.</summary>
    private const double Reach = 44;

    public static IntervalDrawing Of(double low, double value, double high)
    {
        var furthest = Math.Max(Math.Abs(low), Math.Abs(high));
        string At(double x) => (50 + (furthest == 0 ? 0 : Reach * x / furthest)).ToString("0.##", CultureInfo.InvariantCulture);
        return new IntervalDrawing(At(low), At(value), At(high));
    }
}
