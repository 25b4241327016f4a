using System.Text;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Report;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Tests.Score;

public sealed class ReportTests
{
    [Fact]
    public void What_is_put_into_markup_is_escaped_and_markup_is_not()
    {
        var bold = Markup.Html($"<b title=\"{"\"onload="}\">{"<script>"}</b>");

        Assert.Equal("<p><b title=\"&quot;onload=\">&lt;script&gt;</b> 1.50</p>", Markup.Html($"<p>{bold} {1.5:0.00}</p>").ToString());
    }

    [Fact]
    public void Every_value_is_in_one_bin_of_the_histogram()
    {
        var summary = Summary("clip_score", [.. Enumerable.Range(0, 500).Select(i => Math.Sqrt(i))]);
        var histogram = Histogram.Of(summary)!;

        Assert.Equal(500, histogram.Counts.Sum());
        Assert.Equal((0, Math.Sqrt(499), false), (histogram.Low, histogram.High, histogram.LastIsOpen));
        Assert.True(histogram.Counts[^1] > histogram.Counts[0]);
    }

    [Fact]
    public void The_tail_of_an_open_scale_is_in_the_last_bin()
    {
        var histogram = Histogram.Of(Summary("sharpness", [.. Enumerable.Range(0, 200).Select(i => (double)i), 1e6]))!;

        Assert.True(histogram.LastIsOpen);
        Assert.Equal(198, histogram.High);
        Assert.Equal(201, histogram.Counts.Sum());
    }

    [Fact]
    public void The_worst_images_are_those_at_the_bad_end_of_the_metric()
    {
        var set = Set("blur_effect", [0.5, 0.1, double.NaN, 0.9, 0.3]);
        var (low, high) = ReportImages.EndsOf(set, 0)!.Value;

        Assert.Equal(["1.png", "4.png"], low.Select(image => image.File));
        Assert.Equal(["3.png", "0.png"], high.Select(image => image.File));
        Assert.Null(ReportImages.EndsOf(Set("blank", [0, 0, 0]), 0));
    }

    [Fact]
    public async Task A_report_escapes_names_and_prompts_and_needs_no_network()
    {
        var set = Set("clip_score", [10, 20, 30]) with
        {
            Source = "<i>folder</i>",
            Images =
            [
                new ScoredImage("<b>.png", "<script>alert(1)</script>") { Values = [10] }, new ScoredImage("c.png", null) { Values = [20] },
                new ScoredImage("d.png", null) { Failure = new ImageFailure("truncated", "<u>ends</u>") },
            ],
        };
        using var file = new MemoryStream();
        await HtmlReport.WriteAsync(set, await ReportImages.CreateAsync(set, "nowhere", 1, TestContext.Current.CancellationToken), file, TestContext.Current.CancellationToken);
        var html = Encoding.UTF8.GetString(file.ToArray());

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.All(["&lt;i&gt;folder", "&lt;b&gt;.png", "&lt;script&gt;alert(1)", "&lt;u&gt;ends", "Distribution of Prompt alignment", "<desc id=\"h-clip_score-d\">2 images from 10.0 to 20.0"], part =>
            Assert.Contains(part, html, StringComparison.Ordinal));
    }

    private static MetricSummary Summary(string metric, double[] values) => MetricSummary.Of(Set(metric, values))[0];

    private static ScoreSet Set(string metric, double[] values) => new()
    {
        Source = "x",
        Scorers = [new ScorerIdentity(metric, new string('a', 64), metric)],
        Images = [.. values.Select((value, i) => new ScoredImage($"{i}.png", null) { Values = [value] })],
    };
}
