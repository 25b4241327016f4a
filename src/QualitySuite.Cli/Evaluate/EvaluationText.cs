using System.Globalization;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>How an evaluation writes numbers.</summary>
internal static class EvaluationText
{
    /// <summary>Where there is nothing to say.</summary>
    public const string None = "-";

    public static string Area(double area) => Number(area, 3);

    public static string Area(RocArea? area) => area is null ? None : Area(area.Value);

    public static string Bounds(RocArea? area) => area is null ? None : Bounds(area.Interval, 3);

    public static string Percent(double share) => Number(100 * share, 1) + " %";

    public static string Percent(CountedShare? share) => share is not { Of: > 0 } ? None : Percent(share.Value);

    /// <summary>In per cent.</summary>
    public static string Bounds(CountedShare? share) =>
        share?.Interval is { } interval ? Bounds(new Interval(100 * interval.Low, 100 * interval.High), 1) : None;

    public static string Bounds(Interval interval, int decimals) => $"{Number(interval.Low, decimals)} to {Number(interval.High, decimals)}";

    public static string Number(double value, int decimals) => value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
