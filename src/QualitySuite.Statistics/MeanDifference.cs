namespace QualitySuite.Statistics;

/// <summary>A difference of two means, candidate minus baseline, and what a t test says of it.</summary>
/// <param name="Difference">Mean of the candidate minus mean of the baseline.</param>
/// <param name="StandardError">Standard error of the difference, at least 0.</param>
/// <param name="DegreesOfFreedom">Of the t distribution; by Welch's approximation not a whole number.</param>
/// <param name="T">The difference over its standard error; null where that is 0: the spread is unknown then, not zero.</param>
/// <param name="PValue">Two-sided, of the hypothesis that the means are equal; null with <paramref name="T"/>.</param>
/// <param name="Interval">Confidence interval of the difference; null with <paramref name="T"/>.</param>
public sealed record MeanDifference(double Difference, double StandardError, double DegreesOfFreedom, double? T, double? PValue, Interval? Interval)
{
    /// <summary>Degrees of freedom from which the standard error is known well enough for the interval to be shown, by <see cref="PresentationStandard"/>.</summary>
    public const long LeastDegreesOfFreedom = PresentationStandard.LeastValues - 1;

    /// <summary>There is an interval, and it has <see cref="LeastDegreesOfFreedom"/>.</summary>
    public bool Reliable => Interval is not null && DegreesOfFreedom >= LeastDegreesOfFreedom;
}
