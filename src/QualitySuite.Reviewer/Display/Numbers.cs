using System.Globalization;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Reviewer.Display;

/// <summary>Numbers for people: the unit, and as many digits as the interval supports. The charts' script rounds in the same way.</summary>
internal static class Numbers
{
    private const int MostDecimals = 6;

    /// <summary>The least that <see cref="MostDecimals"/> show.</summary>
    private const double Smallest = 1e-6;

    /// <summary>Shares are shown as percentages.</summary>
    public static bool IsPercentage(MetricDefinition metric) => metric.Unit.StartsWith("share", StringComparison.Ordinal);

    /// <summary>The unit as written behind a number; empty for none.</summary>
    public static string UnitOf(MetricDefinition metric) => metric.Unit switch
    {
        _ when IsPercentage(metric) => "%",
        "probability" => "",
        var unit => unit,
    };

    /// <summary>Three significant digits.</summary>
    public static string Format(MetricDefinition metric, double value) => Write(Scale(metric, value), DecimalsFor(Scale(metric, value), significant: 3));

    /// <summary>The mean with the decimals that its interval supports: two significant digits of half its width.</summary>
    public static (string Mean, string Interval) Format(MetricDefinition metric, double mean, double low, double high)
    {
        var half = (Scale(metric, high) - Scale(metric, low)) / 2;
        var decimals = half > 0 ? DecimalsFor(half, significant: 2) : DecimalsFor(Scale(metric, mean), significant: 3);
        return (Write(Scale(metric, mean), decimals), $"[{Write(Scale(metric, low), decimals)}, {Write(Scale(metric, high), decimals)}]");
    }

    /// <summary>A difference with the decimals that its interval supports, each with its sign.</summary>
    public static (string Value, string Interval) FormatDifference(MetricDefinition metric, double value, double low, double high) =>
        FormatSigned(Scale(metric, value), Scale(metric, low), Scale(metric, high), "");

    /// <summary>A share of something else as per cent with its sign; without an interval with three significant digits.</summary>
    public static (string Value, string? Interval) FormatRelative(double value, IReadOnlyList<double>? interval) => interval is [var low, var high]
        ? FormatSigned(value * 100, low * 100, high * 100, "\u00a0%")
        : (Signed(value * 100, DecimalsFor(value * 100, significant: 3)) + "\u00a0%", null);

    /// <summary>A p value: three decimals where they matter.</summary>
    public static string PValue(double p) =>
        p < 0.001 ? "< 0.001" : p.ToString(p < 0.0995 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>In per cent, one decimal at most.</summary>
    public static string Probability(double value) => value < 0.0005 ? "< 0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %");

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>Rounded up to two significant digits: an estimate has no more.</summary>
    public static string About(long count)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, count))) - 1));
        return Count((count + unit - 1) / unit * unit);
    }

    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.##} MB"),
    };

    public static string DirectionText(MetricDirection direction) => direction switch
    {
        MetricDirection.Higher => "higher is better",
        MetricDirection.Lower => "lower is better",
        MetricDirection.Neither => "neither way is better",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, message: null),
    };

    public static string DirectionSign(MetricDirection direction) => direction switch
    {
        MetricDirection.Higher => "↑",
        MetricDirection.Lower => "↓",
        MetricDirection.Neither => "↔",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, message: null),
    };

    private static (string Value, string Interval) FormatSigned(double value, double low, double high, string unit)
    {
        var half = (high - low) / 2;
        var decimals = DecimalsFor(half > 0 ? half : value, significant: 2);
        return (Signed(value, decimals) + unit, $"[{Signed(low, decimals)}{unit}, {Signed(high, decimals)}{unit}]");
    }

    /// <summary>What is rounded to 0 has no sign.</summary>
    private static string Signed(double value, int decimals) => Math.Abs(value) < Smallest / 2 ? Write(value, decimals)
        : Math.Round(value, decimals) == 0 ? Write(Math.Abs(value), decimals)
        : (value > 0 ? "+" : "") + Write(value, decimals);

    private static double Scale(MetricDefinition metric, double value) => IsPercentage(metric) ? value * 100 : value;

    private static int DecimalsFor(double size, int significant) =>
        size == 0 ? 0 : Math.Clamp(significant - 1 - (int)Math.Floor(Math.Log10(Math.Abs(size))), 0, MostDecimals);

    private static string Write(double value, int decimals) => Math.Abs(value) switch
    {
        0 => "0",
        < Smallest / 2 => value > 0 ? "< " + Write(Smallest, MostDecimals) : "> " + Write(-Smallest, MostDecimals),
        _ => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace(',', '\u202f').Replace('-', '\u2212'),
    };
}
