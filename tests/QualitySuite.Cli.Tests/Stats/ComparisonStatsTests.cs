using System.Text.Json;

namespace QualitySuite.Cli.Tests.Stats;

/// <summary>What <c>quality compare</c> uses, from the command line: Student's sleep data and R's results for it.</summary>
public sealed class ComparisonStatsTests
{
    private const string Sleep = """{"baseline":[1.9,0.8,1.1,0.1,-0.1,4.4,5.5,1.6,4.6,3.4],"candidate":[0.7,-1.6,-0.2,-1.2,-0.1,3.4,3.7,0.8,0.0,2.0]}""";

    [Theory]
    [InlineData("paired", -4.0621, 9, 0.002833, -2.4598858, -0.7001142)]
    [InlineData("welch", -1.8608, 17.776, 0.07939, -3.3654832, 0.2054832)]
    public async Task Tests_of_a_difference_are_those_of_r(string name, double t, double freedom, double p, double low, double high)
    {
        var (code, output, _) = await Tool.RunWithInputAsync(Sleep, "stats", name);
        var result = JsonDocument.Parse(output).RootElement;

        Assert.Equal(0, code);
        Assert.Equal(-1.58, result.GetProperty("difference").GetDouble(), 1e-9);
        Assert.Equal(t, result.GetProperty("t").GetDouble(), 0.00005);
        Assert.Equal(freedom, result.GetProperty("degreesOfFreedom").GetDouble(), 0.0005);
        Assert.Equal(p, result.GetProperty("pValue").GetDouble(), 0.000005);
        Assert.Equal(low, result.GetProperty("interval")[0].GetDouble(), 1e-7);
        Assert.Equal(high, result.GetProperty("interval")[1].GetDouble(), 1e-7);
    }

    [Theory]
    [InlineData("holm", """{"pValues":[0.01,0.04,0.03,0.005]}""", "adjusted", new[] { 0.03, 0.06, 0.06, 0.02 })]
    [InlineData("quantiles", """{"values":[16,2,1,8,4],"probabilities":[0.1,0.5,0.9]}""", "quantiles", new[] { 1.4, 4, 12.8 })]
    public async Task Lists_come_back_in_their_order(string name, string input, string field, double[] expected)
    {
        var (code, output, _) = await Tool.RunWithInputAsync(input, "stats", name);
        var values = JsonDocument.Parse(output).RootElement.GetProperty(field).EnumerateArray().Select(value => value.GetDouble());

        Assert.Equal(0, code);
        Assert.Equal(expected, values, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // Two of the four pairs in the right order and one tied; the bounds solve (0.625 - x)^2 = 3.841459 var(x) with two values on both sides.
    [Fact]
    public async Task An_area_under_the_curve_has_its_interval()
    {
        var (code, output, _) = await Tool.RunWithInputAsync("""{"lower":[1,3],"higher":[2,3]}""", "stats", "auc");
        var result = JsonDocument.Parse(output).RootElement;

        Assert.Equal((0, 0.625), (code, result.GetProperty("area").GetDouble()));
        Assert.All(result.GetProperty("interval").EnumerateArray().Select(bound => bound.GetDouble()), x => Assert.Equal(
            (0.625 - x) * (0.625 - x), 3.841459 * x * (1 - x) * (1 + (1 - x) / (2 - x) + x / (1 + x)) / 4, 1e-6));
    }

    [Fact]
    public async Task One_pair_gives_nulls() => Assert.Equal(
        """{"difference":null,"standardError":null,"degreesOfFreedom":null,"t":null,"pValue":null,"interval":null}""",
        (await Tool.RunWithInputAsync("""{"baseline":[1],"candidate":[2]}""", "stats", "paired")).Output.Trim());

    [Theory]
    [InlineData("paired", """{"baseline":[1,2],"candidate":[1]}""", "Pairs need as many values on both sides; these are 2 and 1.")]
    [InlineData("welch", """{"baseline":[1,2]}""", "The field 'candidate' is missing or no Array.")]
    [InlineData("welch", """{"baseline":[1,null],"candidate":[1,2]}""", "'baseline[1]' is no number but Null.")]
    [InlineData("holm", """{"pValues":[0.1,2]}""", "A p value lies between 0 and 1.")]
    [InlineData("quantiles", """{"values":[],"probabilities":[0.5]}""", "No values have no quantile.")]
    public async Task Bad_input_is_named(string name, string input, string expected)
    {
        var (code, output, error) = await Tool.RunWithInputAsync(input, "stats", name);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_them_with_their_sources()
    {
        var (_, help, _) = await Tool.RunAsync("stats", "--help");

        Assert.All(["Welch, Biometrika 34 (1947)", "Holm, Scandinavian J. Statistics 6 (1979)", "Student, Biometrika 6 (1908)", "Hyndman and Fan"], source =>
            Assert.Contains(source, string.Join(' ', help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal));
    }
}
