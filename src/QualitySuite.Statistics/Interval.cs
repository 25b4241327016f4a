namespace QualitySuite.Statistics;

/// <summary>A closed interval, <paramref name="Low"/> at most <paramref name="High"/>.</summary>
public readonly record struct Interval(double Low, double High);
