namespace QualitySuite.Statistics.Tests;

/// <summary>Permutation tests of sets: their drawings against the plain functions, and how often they see a change that is none.</summary>
public sealed class PermutationTestTests
{
    private const int Drawings = 39;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_division_of_the_pool_has_the_distances_of_its_two_sets()
    {
        var (x, y) = (Draw(1, 14, 0), Draw(2, 21, 0.3));
        int[] chosen = [0, 3, 4, 11, 15, 16, 22, 30, 34];
        var pool = EmbeddingMatrix.Concatenate(x, y);
        var (drawn, rest) = (Pick(pool, chosen), Pick(pool, [.. Enumerable.Range(0, 35).Except(chosen)]));

        Assert.Equal(MaximumMeanDiscrepancy.Cmmd(drawn, rest), new PooledDiscrepancy(x, y).Squared(chosen), 1e-8);
        Assert.Equal(FrechetDistance.Between(drawn, rest), new PooledMoments(x, y).Distance(chosen), 1e-8);
    }

    [Fact]
    public void The_value_is_that_of_the_sets_as_they_are()
    {
        var (x, y) = (Draw(1, 14, 0), Draw(2, 21, 0.3));

        Assert.Equal(MaximumMeanDiscrepancy.Cmmd(x, y), PermutationTest.Cmmd(x, y, Drawings, 1, cancellationToken: Cancellation).Value, 1e-8);
        Assert.Equal(FrechetDistance.Between(x, y), PermutationTest.Frechet(x, y, Drawings, 1, cancellationToken: Cancellation).Value, 1e-8);
        Assert.Equal(VendiScore.OfEmbeddings(x), PermutationTest.Vendi(x, y, Drawings, 1, cancellationToken: Cancellation).Value, 1e-8);
    }

    /// <summary>The three tests at 0.95 of pairs that differ by chance alone: 5 % of 400 is 20, and 4 standard deviations of that count are 17.4.</summary>
    [Theory]
    [InlineData("mmd")]
    [InlineData("frechet")]
    [InlineData("vendi")]
    public void One_pair_in_twenty_without_a_change_lies_outside(string statistic)
    {
        var outside = Enumerable.Range(0, 400).Count(i => IsOutside(Test(statistic, Draw(2 * i, 10, 0), Draw((2 * i) + 1, 13, 0), i)));

        Assert.InRange(outside, 3, 37);
    }

    [Theory]
    [InlineData("mmd")]
    [InlineData("frechet")]
    public void A_shift_is_seen(string statistic) =>
        Assert.True(IsOutside(Test(statistic, Draw(1, 40, 1.5), Draw(2, 40, 0), 3)));

    [Fact]
    public void A_set_of_few_directions_scores_below_what_its_reference_does()
    {
        // Ten times the same three images.
        var few = Pick(Draw(1, 3, 0), [.. Enumerable.Range(0, 30).Select(i => i % 3)]);
        var test = PermutationTest.Vendi(few, Draw(2, 60, 0), Drawings, 1, cancellationToken: Cancellation);

        Assert.True(test.Value < test.NoChange.Low, $"{test}");
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_too_few_drawings_are_refused()
    {
        var (x, y) = (Draw(1, 14, 0), Draw(2, 21, 0.3));

        Assert.Equal(PermutationTest.Vendi(x, y, Drawings, 5, cancellationToken: Cancellation), PermutationTest.Vendi(x, y, Drawings, 5, cancellationToken: Cancellation));
        Assert.NotEqual(PermutationTest.Cmmd(x, y, 19, 5, cancellationToken: Cancellation).NoChange, PermutationTest.Cmmd(x, y, 19, 6, cancellationToken: Cancellation).NoChange);
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationTest.Cmmd(x, y, 18, 1, cancellationToken: Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationTest.Vendi(x, y, 38, 1, cancellationToken: Cancellation));
    }

    private static TestedStatistic Test(string statistic, EmbeddingMatrix set, EmbeddingMatrix reference, int seed) => statistic switch
    {
        "mmd" => PermutationTest.Cmmd(set, reference, 19, seed, cancellationToken: Cancellation),
        "frechet" => PermutationTest.Frechet(set, reference, 19, seed, cancellationToken: Cancellation),
        "vendi" => PermutationTest.Vendi(set, reference, Drawings, seed, cancellationToken: Cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(statistic)),
    };

    private static bool IsOutside(TestedStatistic test) => test.Value < test.NoChange.Low || test.Value > test.NoChange.High;

    private static EmbeddingMatrix Pick(EmbeddingMatrix set, int[] rows) =>
        new([.. rows.SelectMany(i => set.Row(i).ToArray())], rows.Length, set.Dimension);

    private static EmbeddingMatrix Draw(int seed, int count, double mean)
    {
        const int dimension = 4;
        var values = new double[count * dimension];
        MathNet.Numerics.Distributions.Normal.Samples(new Random(seed), values, mean, 1);
        return new EmbeddingMatrix([.. values.Select(v => (float)v)], count, dimension);
    }
}
