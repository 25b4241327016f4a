using QualitySuite.Cli.Compare;
using QualitySuite.Cli.Score;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Tests.Compare;

/// <summary>What a comparison says, on numbers that are known.</summary>
public sealed class ComparisonTests
{
    /// <summary>Student's sleep data: R gives t = -4.0621, p = 0.002833 paired, p = 0.07939 by Welch.</summary>
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Theory]
    [InlineData("clip_score", "B is worse")]
    [InlineData("brisque", "B is better")]
    [InlineData("contrast", "lower in B")]
    public void The_verdict_knows_which_way_is_better(string metric, string expected)
    {
        var comparison = Comparison.Of(Set("A", metric, Second), Set("B", metric, First), PairingMode.Auto, TestContext.Current.CancellationToken);
        var result = Assert.Single(comparison.Metrics);

        Assert.True(comparison.Pairing.IsPaired);
        Assert.Equal(expected, result.VerdictText);
        Assert.Equal(0.002833, result.AdjustedP!.Value, 0.0000005);
        Assert.Equal((2.33, 0.75), (Math.Round(result.A.Mean, 9), Math.Round(result.B.Mean, 9)));
        Assert.Equal(-1.58 / 2.33, result.Relative!.Value, 1e-9);
        Assert.Equal(-2.4598858, result.Test!.Interval!.Value.Low, 1e-7);
    }

    [Fact]
    public void Other_file_names_are_compared_as_wholes()
    {
        var comparison = Comparison.Of(Set("A", "clip_score", Second), Set("B", "clip_score", First, name: "other"), PairingMode.Auto, TestContext.Current.CancellationToken);

        Assert.False(comparison.Pairing.IsPaired);
        Assert.Equal(0.07939, comparison.Metrics[0].Test!.PValue!.Value, 0.000005);
        Assert.Equal("no clear difference", comparison.Metrics[0].VerdictText);
    }

    /// <summary>0.002833 for one metric is 0.0057 for two and 0.085 for thirty: Holm's step is the number of tests.</summary>
    [Fact]
    public void P_values_are_adjusted_for_the_metrics_tested()
    {
        string[] others = ["brisque", "sharpness", "noise_sigma", "blockiness", "contrast", "colourfulness", "aesthetic", "banding", "blur_effect", "artifact_any",
            "artifact_blur", "artifact_noise", "artifact_seam", "artifact_grey", "unsafe_any", "unsafe_porn", "unsafe_sexy"];
        var noise = Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? 1.0 : 2.0).ToArray();
        var comparison = Comparison.Of(
            Set("A", ["clip_score", .. others], _ => noise, Second), Set("B", ["clip_score", .. others], _ => [.. noise.Reverse()], First), PairingMode.Auto, TestContext.Current.CancellationToken);

        Assert.Equal(18, comparison.Tests);
        Assert.Equal(18 * 0.002833, comparison.Metrics[0].AdjustedP!.Value, 18 * 0.0000005);
        Assert.Equal(Verdict.NoClearDifference, comparison.Metrics[0].Verdict);
    }

    [Fact]
    public void Two_scorers_are_never_compared()
    {
        var other = Set("B", "clip_score", First) with { Scorers = [new ScorerIdentity("clip_score", new string('b', 64), "")] };
        var result = Comparison.Of(Set("A", "clip_score", Second), other, PairingMode.Auto, TestContext.Current.CancellationToken).Metrics[0];

        Assert.Equal((Verdict.CannotSay, "cannot say: two different scorers"), (result.Verdict, result.Reason));
        Assert.Null(result.Test);
    }

    [Fact]
    public void Each_scorer_that_both_sides_have_is_compared_with_itself()
    {
        ScorerIdentity[] scorers = [new("clip_score", new string('a', 64), "small"), new("clip_score", new string('b', 64), "large")];
        var a = Set("A", ["clip_score", "aesthetic"], _ => Second, Second) with { Scorers = scorers };
        var b = Set("B", ["clip_score", "aesthetic"], _ => First, Second) with { Scorers = scorers };
        var comparison = Comparison.Of(a, b, PairingMode.Auto, TestContext.Current.CancellationToken);

        Assert.Equal([("clip_score", "equal"), ("clip_score_bbbbbbbb", "B is worse")], comparison.Metrics.Select(m => (m.Name, m.VerdictText)));
    }

    [Theory]
    [InlineData("clip_score", 8, "cannot say yet (n = 8, needs 9)")]
    [InlineData("clip_score", 9, null)]
    [InlineData("blank", 29, "cannot say yet (n = 29, needs 30)")]
    [InlineData("blank", 30, null)]
    public void Few_images_say_nothing_yet(string metric, int n, string? expected)
    {
        double[] values = [.. Enumerable.Range(0, n).Select(i => (double)(i % 2))];

        Assert.Equal(expected, Comparison.Of(Set("A", metric, values), Set("B", metric, [.. values.Select((v, i) => i == 0 ? 1 - v : v)]), PairingMode.Auto, TestContext.Current.CancellationToken).Metrics[0].Reason);
    }

    [Fact]
    public void Equal_values_are_equal_and_a_constant_shift_cannot_be_weighed()
    {
        Assert.Equal(Verdict.Equal, Comparison.Of(Set("A", "clip_score", First), Set("B", "clip_score", First), PairingMode.Auto, TestContext.Current.CancellationToken).Metrics[0].Verdict);
        Assert.StartsWith(
            "cannot say: nothing varies",
            Comparison.Of(Set("A", "blank", new double[40]), Set("B", "blank", [.. Enumerable.Repeat(1.0, 40)]), PairingMode.Auto, TestContext.Current.CancellationToken).Metrics[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_counted_by_its_reason()
    {
        var a = Set("A", "clip_score", First, prompt: "red");
        var b = Set("B", "clip_score", Second, prompt: "red") with { };
        b = b with
        {
            Images =
            [
                b.Images[0] with { Prompt = "blue" }, b.Images[1] with { Failure = new ImageFailure("truncated", ""), Values = [] }, b.Images[2] with { File = "new.png" },
                .. b.Images.Skip(3).Select(image => image with { Prompt = null }),
            ],
        };
        var pairing = Pairing.Of(a, b, PairingMode.Auto);

        Assert.Equal((true, 7, 1), (pairing.IsPaired, pairing.Pairs, pairing.PromptsDiffer));
        Assert.Equal(["1 of B could not be scored", "2 only in A", "1 only in B", "1 in both with different prompts"], pairing.LeftOut);
        Assert.Equal(pairing.A.Select(image => image.File), pairing.B.Select(image => image.File));
    }

    [Fact]
    public void Few_common_names_do_not_make_pairs_unless_asked_for()
    {
        var a = Set("A", "clip_score", First);
        var b = Set("B", "clip_score", Second);
        b = b with { Images = [.. b.Images.Select((image, i) => i < 4 ? image : image with { File = $"other{i}.png" })] };

        Assert.False(Pairing.Of(a, b, PairingMode.Auto).IsPaired);
        Assert.Equal(4, Pairing.Of(a, b, PairingMode.Paired).A.Count);
        Assert.Contains("Nothing can be paired", Assert.Throws<ToolException>(() => Pairing.Of(a, Set("B", "clip_score", First, name: "x"), PairingMode.Paired)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_a_pair_lacks_on_one_side_takes_that_pair_out_for_it_alone()
    {
        double[] gaps = [.. First.Select((value, i) => i == 3 ? double.NaN : value)];
        var comparison = Comparison.Of(
            Set("A", ["clip_score", "brisque"], _ => First, Second), Set("B", ["clip_score", "brisque"], _ => gaps, First), PairingMode.Auto, TestContext.Current.CancellationToken);

        Assert.Equal((10, 9), (comparison.Metrics[0].B.Count, comparison.Metrics[1].A.Count));
    }

    private static ScoreSet Set(string source, string metric, double[] values, string name = "image", string? prompt = null) =>
        Set(source, [metric], _ => values, values, name, prompt);

    /// <summary>The first metric has <paramref name="first"/>, the others what <paramref name="rest"/> says.</summary>
    private static ScoreSet Set(string source, string[] metrics, Func<string, double[]> rest, double[] first, string name = "image", string? prompt = null) => new()
    {
        Source = source,
        Scorers = [.. metrics.Select((metric, i) => new ScorerIdentity(metric, $"{i:x64}", ""))],
        Images = [.. first.Select((value, i) => new ScoredImage($"{name}{i}.png", prompt) { Values = [value, .. metrics.Skip(1).Select(metric => rest(metric)[i])] })],
    };
}
