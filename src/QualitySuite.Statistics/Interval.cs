namespace QualitySuite.Statistics;

/// <summary>A closed interval, <paramref name="Low"/> at most <paramref name="High"/>.</summary>
public readonly record struct Interval(double Low, double High)
{
    public double Width => High - Low;

    /// <summary>
    /// The part within [<paramref name="minimum"/>, <paramref name="maximum"/>]; null: unbounded on that side. Cutting off what a parameter cannot
    /// be changes nothing about how often the interval holds the parameter. An interval that lies wholly outside becomes the nearest bound.
    /// </summary>
    public Interval ClipTo(double? minimum, double? maximum)
    {
        var (least, most) = (minimum ?? double.NegativeInfinity, maximum ?? double.PositiveInfinity);
        return new Interval(Math.Clamp(Low, least, most), Math.Clamp(High, least, most));
    }
}
