namespace QualitySuite.Statistics;

/// <summary>
/// Permutation tests of a set of images against a reference: images of both are pooled and drawn anew into sets of the same two sizes, so that
/// the bias that a statistic has at these sizes is in both. Exact where images are independent; images that come in groups (several of one prompt)
/// differ by more than chance from one time to the next, and such a test is too quick to see a change.
/// Source: Good, "Permutation, Parametric, and Bootstrap Tests of Hypotheses", 3rd ed. (2005), 3.2; the order statistic as a level: Phipson and
/// Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010).
/// </summary>
public static class PermutationTest
{
    /// <summary>Drawings for CMMD. The level of 95 % is the same with more, and steadier; these are cheap, those of the others are eigenvalues.</summary>
    public const int CmmdDrawings = 199;

    /// <summary>Drawings for the Fréchet distance: the fewest that have a level of 95 %.</summary>
    public const int FrechetDrawings = 19;

    /// <summary>Drawings for the Vendi score: the fewest that have a level of 95 % on both sides.</summary>
    public const int VendiDrawings = 39;

    /// <summary>CMMD (<see cref="MaximumMeanDiscrepancy.Cmmd"/>); without a change it is below the upper end, and seldom above.</summary>
    /// <param name="set"><c>[n, D]</c>, of length 1.</param>
    /// <param name="reference"><c>[m, D]</c>, of length 1.</param>
    /// <param name="permutations">Drawings, at least 19 at a confidence of 0.95.</param>
    /// <param name="seed">The same seed draws the same.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    /// <param name="cancellationToken">Ends it before the next drawing: thousands of embeddings take seconds.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few drawings for the confidence.</exception>
    public static TestedStatistic Cmmd(EmbeddingMatrix set, EmbeddingMatrix reference, int permutations, int seed, double confidence = 0.95,
        CancellationToken cancellationToken = default)
    {
        EmbeddingMatrix.ThrowIfDimensionsDiffer(set, reference);
        var pool = new PooledDiscrepancy(set, reference);
        return Above(pool.Squared, set.Count, set.Count + reference.Count, permutations, seed, confidence, cancellationToken);
    }

    /// <summary>Fréchet distance; without a change it is below the upper end, and seldom above.</summary>
    /// <inheritdoc cref="Cmmd" path="/param"/>
    /// <exception cref="ArgumentException">The dimensions differ, or a set has fewer than two rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few drawings for the confidence.</exception>
    public static TestedStatistic Frechet(EmbeddingMatrix set, EmbeddingMatrix reference, int permutations, int seed, double confidence = 0.95,
        CancellationToken cancellationToken = default)
    {
        FrechetDistance.ThrowIfTooSmall(set, reference);
        var pool = new PooledMoments(set, reference);
        return Above(pool.Distance, set.Count, set.Count + reference.Count, permutations, seed, confidence, cancellationToken);
    }

    /// <summary>Vendi score of the set; without a change it is seldom outside, on either side.</summary>
    /// <inheritdoc cref="Cmmd" path="/param"/>
    /// <exception cref="ArgumentException">The dimensions differ, or a row is zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few drawings for the confidence.</exception>
    public static TestedStatistic Vendi(EmbeddingMatrix set, EmbeddingMatrix reference, int permutations, int seed, double confidence = 0.95,
        CancellationToken cancellationToken = default)
    {
        EmbeddingMatrix.ThrowIfDimensionsDiffer(set, reference);
        var rank = (int)Math.Floor(((1 - confidence) / 2 * (permutations + 1)) + 1e-9);
        ThrowIfTooFew(rank >= 1, permutations, confidence);
        var rows = VendiScore.Directions(EmbeddingMatrix.Concatenate(set, reference));
        var dimension = set.Dimension;
        double Score(int[] chosen)
        {
            var drawn = new double[chosen.Length * dimension];
            for (var i = 0; i < chosen.Length; i++)
            {
                rows.AsSpan(chosen[i] * dimension, dimension).CopyTo(drawn.AsSpan(i * dimension));
            }

            return VendiScore.OfDirections(drawn, chosen.Length, dimension);
        }

        var values = Drawn(Score, set.Count, set.Count + reference.Count, permutations, seed, cancellationToken);
        return new TestedStatistic(Score(First(set.Count)), new Interval(values[rank - 1], values[permutations - rank]));
    }

    /// <summary>A distance, whose least value is 0, and its upper level: with B drawings the one that stands at place confidence (B + 1).</summary>
    private static TestedStatistic Above(
        Func<int[], double> statistic, int size, int pool, int permutations, int seed, double confidence, CancellationToken cancellationToken)
    {
        var rank = (int)Math.Ceiling((confidence * (permutations + 1)) - 1e-9);
        ThrowIfTooFew(rank <= permutations, permutations, confidence);
        var values = Drawn(statistic, size, pool, permutations, seed, cancellationToken);
        return new TestedStatistic(statistic(First(size)), new Interval(0, values[rank - 1]));
    }

    private static double[] Drawn(Func<int[], double> statistic, int size, int pool, int permutations, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var order = First(pool);
        var values = new double[permutations];
        for (var p = 0; p < permutations; p++)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The first places of a Fisher-Yates shuffle: whatever order it begins from, every choice is as likely.
            for (var i = 0; i < size; i++)
            {
                var other = random.Next(i, pool);
                (order[i], order[other]) = (order[other], order[i]);
            }

            int[] chosen = [.. order.AsSpan(0, size)];
            Array.Sort(chosen);
            values[p] = statistic(chosen);
        }

        Array.Sort(values);
        return values;
    }

    private static int[] First(int count) => [.. Enumerable.Range(0, count)];

    private static void ThrowIfTooFew(bool enough, int permutations, double confidence)
    {
        Confidence.ThrowIfInvalid(confidence);
        if (!enough)
        {
            throw new ArgumentOutOfRangeException(nameof(permutations), permutations, $"Too few drawings for a confidence of {confidence}.");
        }
    }
}
