using System.Globalization;
using System.Text.Json;
using QualitySuite.Cli.Stats;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Tests.Stats;

/// <summary>The tests of sets on images that lie on two axes: what was drawn from one of them alone is another set.</summary>
public sealed class PermutationStatsTests
{
    [Theory]
    [InlineData("mmd-test", 20)]
    [InlineData("frechet-test", 20)]
    [InlineData("mmd-test", 0)]
    [InlineData("frechet-test", 0)]
    public async Task A_distance_is_beyond_its_level_where_the_sets_differ_and_there_alone(string name, int moved)
    {
        var (code, output, _) = await Tool.RunWithInputAsync(Input(moved, ""), "stats", name);
        var result = JsonDocument.Parse(output).RootElement;

        Assert.Equal(0, code);
        Assert.Equal(0, result.GetProperty("noChange")[0].GetDouble());
        Assert.Equal(moved > 0, result.GetProperty("value").GetDouble() > result.GetProperty("noChange")[1].GetDouble());
    }

    /// <summary>All alike is one effective image.</summary>
    [Fact]
    public async Task A_set_of_one_image_many_times_is_less_diverse_than_its_reference()
    {
        var (code, output, _) = await Tool.RunWithInputAsync(Input(20, ""), "stats", "vendi-test");
        var result = JsonDocument.Parse(output).RootElement;

        Assert.Equal(0, code);
        Assert.Equal(1, result.GetProperty("value").GetDouble(), 1e-3);
        Assert.True(result.GetProperty("noChange")[0].GetDouble() > 1.5);
    }

    [Theory]
    [InlineData("mmd-test", ""","permutations":18""", "Too few drawings for a confidence of 0.95.")]
    [InlineData("vendi-test", ""","permutations":-1""", "The field 'permutations' is a whole number from 0 to 1000000; this is -1.")]
    [InlineData("mmd-test", ""","confidence":2""", "A confidence lies between 0 and 1, exclusive.")]
    public async Task Too_few_drawings_and_impossible_numbers_are_told(string name, string more, string message)
    {
        var (code, output, error) = await Tool.RunWithInputAsync(Input(0, more), "stats", name);

        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_under_way_can_be_stopped()
    {
        using var json = JsonDocument.Parse(Input(0, ""));

        Assert.Throws<OperationCanceledException>(() => PermutationStats.Run(json.RootElement, PermutationTest.Cmmd, PermutationTest.CmmdDrawings, new CancellationToken(canceled: true)));
    }

    /// <summary>A reference of 30 images, half on either axis, each a little off it, and a set of 20, of which <paramref name="moved"/> are on the
    /// first axis and the others on both in turn.</summary>
    private static string Input(int moved, string more) =>
        $"{{\"set\":{Rows(20, i => i < moved || i % 2 == 0)},\"reference\":{Rows(30, i => i % 2 == 0)}{more}}}";

    private static string Rows(int count, Func<int, bool> onFirst) => $"[{string.Join(",", Enumerable.Range(0, count).Select(i =>
    {
        var off = (0.001 * (i % 7)).ToString(CultureInfo.InvariantCulture);
        return onFirst(i) ? $"[1,{off}]" : $"[{off},1]";
    }))}]";
}
