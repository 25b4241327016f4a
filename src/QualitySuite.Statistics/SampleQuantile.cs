namespace QualitySuite.Statistics;

/// <summary>
/// Quantiles of a sample, by linear interpolation between its order statistics at (n - 1) p: definition 7 of Hyndman and Fan, "Sample quantiles in
/// statistical packages", The American Statistician 50 (1996), which R, NumPy and spreadsheets use unless told otherwise.
/// </summary>
public static class SampleQuantile
{
    /// <param name="sorted">At least one finite value, ascending.</param>
    /// <param name="probability">0 (least) to 1 (greatest).</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability outside [0, 1].</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("No values have no quantile.", nameof(sorted));
        }

        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        }

        var position = (sorted.Length - 1) * probability;
        var below = (int)position;
        return below == sorted.Length - 1 ? sorted[below] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}
