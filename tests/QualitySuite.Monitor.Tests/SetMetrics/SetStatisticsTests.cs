using QualitySuite.Monitor.SetMetrics;
using QualitySuite.Statistics;

namespace QualitySuite.Monitor.Tests.SetMetrics;

/// <summary>Which metrics a set has, and why it lacks the others.</summary>
public sealed class SetStatisticsTests
{
    private const int Most = 60;

    [Fact]
    public void Fewer_than_thirty_images_have_none() => Assert.All(
        SetStatistics.Of(Draw(1, 29, 4), Draw(2, 60, 4), Most, TestContext.Current.CancellationToken),
        value => Assert.Equal((null, 30, "It takes 30 images of the day; there are 29."), (value.Value, value.NeededImages, value.Missing)));

    [Fact]
    public void Without_images_before_there_is_diversity_alone_with_nothing_to_compare_it_with()
    {
        var set = Draw(1, 30, 4);
        foreach (var (reference, count) in new[] { (null, 0), (Draw(2, 29, 4), 29) })
        {
            var values = SetStatistics.Of(set, reference, Most, TestContext.Current.CancellationToken);

            Assert.Equal(new SetValue("vendi_score", VendiScore.OfEmbeddings(set), NoChange: null, 30, count), values[0]);
            Assert.Equal(["mmd", "frechet_distance"], values.Skip(1).Select(v => v.Metric));
            Assert.All(values.Skip(1), v => Assert.Equal((null, $"It takes 30 images of the seven days before; there are {count}."), (v.Value, v.Missing)));
        }
    }

    [Theory]
    [InlineData(40, 60, 40, 41, "41 of the day and of the seven days before; there are 40 and 60.")]
    [InlineData(60, 41, 41, 42, "42 of the day and of the seven days before; there are 60 and 41.")]
    [InlineData(60, 60, 60, null, "61 of the day and of the seven days before; samples have 60 at most (SetMetrics:MostImages).")]
    public void A_frechet_distance_takes_more_images_than_dimensions_and_none_is_named_that_no_sample_has(int n, int m, int dimension, int? needed, string reason)
    {
        var values = SetStatistics.Of(Draw(1, n, dimension), Draw(2, m, dimension), Most, TestContext.Current.CancellationToken);

        Assert.NotNull(values[1].Value);
        Assert.Null(values[2].Value);
        Assert.EndsWith(reason, values[2].Missing, StringComparison.Ordinal);
        Assert.Equal(needed, values[2].NeededImages);
    }

    [Fact]
    public void With_enough_of_both_all_three_are_those_of_the_formulas_and_come_with_their_range()
    {
        var (set, reference) = (Draw(1, 41, 6), Draw(2, 55, 6));
        var values = SetStatistics.Of(set, reference, Most, TestContext.Current.CancellationToken);

        Assert.Equal(
            [VendiScore.OfEmbeddings(set), MaximumMeanDiscrepancy.Cmmd(set, reference), FrechetDistance.Between(set, reference)],
            values.Select(v => v.Value!.Value), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.All(values, v => Assert.Equal((41, 55, null), (v.Images, v.ReferenceImages, v.Missing)));
        Assert.All(values, v => Assert.True(v.NoChange!.Value.Low < v.NoChange.Value.High));
        Assert.Equal(values, SetStatistics.Of(set, reference, Most, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Embeddings_are_read_from_their_half_precision_and_one_of_another_length_is_named()
    {
        var (first, second) = (Guid.Parse("00000000-0000-7000-8000-000000000001"), Guid.Parse("00000000-0000-7000-8000-000000000002"));
        var sample = EmbeddingSample.Of([(first, 2, [0x00, 0x3C, 0x00, 0xB8]), (second, 2, [0x00, 0x00, 0x00, 0x3C])]);
        var refused = Assert.Throws<ArgumentException>(() => EmbeddingSample.Of([(first, 2, [0x00, 0x3C])]));

        Assert.Equal([1, -0.5f, 0, 1], sample.Set!.Values);
        Assert.Equal((2, 2), (sample.Set.Count, sample.Set.Dimension));
        Assert.StartsWith($"The embedding of generation {first} has 1 numbers and not 2.", refused.Message, StringComparison.Ordinal);
        Assert.Null(EmbeddingSample.Of([]).Set);
    }

    private static EmbeddingMatrix Draw(int seed, int count, int dimension)
    {
        var random = new Random(seed);
        var values = new float[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var row = Enumerable.Range(0, dimension).Select(_ => random.NextDouble() - 0.5).ToArray();
            var length = Math.Sqrt(row.Sum(x => x * x));
            for (var j = 0; j < dimension; j++)
            {
                values[(i * dimension) + j] = (float)(row[j] / length);
            }
        }

        return new EmbeddingMatrix(values, count, dimension);
    }
}
