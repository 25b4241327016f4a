namespace QualitySuite.Statistics;

/// <summary>A statistic of a set of images beside what it is where nothing has changed.</summary>
/// <param name="Value">Of the set as it is.</param>
/// <param name="NoChange">Where a set of as many images lies that was drawn from the same source as the reference; a value outside is rarer than
/// one minus the confidence.</param>
public sealed record TestedStatistic(double Value, Interval NoChange);
