using System.Globalization;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.Cli;

/// <summary>Numbers for people.</summary>
internal static class Figures
{
    private const int MostDecimals = 6;

    /// <summary>Three significant digits; whole numbers from 1,000 on. What is below a billionth is rounding: 0.</summary>
    public static string Of(double value) => Math.Abs(value) switch
    {
        < 1e-9 => "0",
        < 1e-4 => value.ToString("0.0e-0", CultureInfo.InvariantCulture),
        _ => Write(value, Decimals(value, 3)),
    };

    /// <summary>A value with the decimals that its interval supports: two significant digits of half the width.</summary>
    public static string Of(double value, Interval interval) => interval.Width > 0 ? Write(value, Decimals(interval.Width / 2, 2)) : Of(value);

    public static string Of(Interval interval) => $"[{Of(interval.Low, interval)}, {Of(interval.High, interval)}]";

    /// <summary>With a sign, as a difference is written.</summary>
    public static string Signed(double value, Interval? interval = null)
    {
        var text = interval is { } found ? Of(value, found) : Of(value);
        return value > 0 ? "+" + text : text;
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:+0.0;-0.0;0.0} %");

    public static string PValue(double value) => value < 0.0001 ? "< 0.0001" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Direction(MetricDirection direction) => direction switch
    {
        MetricDirection.Higher => "higher is better",
        MetricDirection.Lower => "lower is better",
        MetricDirection.Neither => "neither way is better",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, message: null),
    };

    /// <summary>The interval of a mean, or why none is shown.</summary>
    public static string OfEstimate(Estimate estimate) => estimate switch
    {
        { Reliable: true, Interval: { } interval } => Of(interval),
        { NeededN: { } needed } => $"cannot say yet (needs about {Count(RoundUp(needed))})",
        _ => "cannot say",
    };

    private static long RoundUp(long count)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, count))) - 1));
        return (count + unit - 1) / unit * unit;
    }

    private static int Decimals(double size, int significant) =>
        size == 0 ? 0 : Math.Clamp(significant - 1 - (int)Math.Floor(Math.Log10(Math.Abs(size))), 0, MostDecimals);

    private static string Write(double value, int decimals) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
