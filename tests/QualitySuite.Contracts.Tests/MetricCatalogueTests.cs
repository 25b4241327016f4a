using System.Text.RegularExpressions;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Contracts.Tests;

public sealed partial class MetricCatalogueTests
{
    /// <summary>Ids that clients and stored rows already use. An id is never removed and never changes its meaning.</summary>
    private static readonly string[] Published =
    [
        "clip_score", "aesthetic", "brisque", "sharpness", "blur_effect", "noise_sigma", "blockiness", "banding", "contrast", "colourfulness", "exposure_clipping", "blank",
        "artifact_any", "artifact_blur", "unsafe_any", "unsafe_porn", "unsafe_hentai", "unsafe_sexy", "unsafe_violence", "vendi_score", "mmd", "frechet_distance",
        "thumbs_up_rate", "stars_mean", "response_rate", "report_rate", "report_doesnt_match_prompt_rate", "report_contains_artifacts_rate", "report_anatomy_rate",
        "report_text_rendering_rate", "report_low_quality_rate", "report_offensive_rate", "report_other_rate",
        "regeneration_rate", "download_rate", "share_rate", "edit_rate", "abandonment_rate", "dwell_seconds",
        "review_alignment", "review_aesthetics", "review_artifacts", "review_safety",
    ];

    [Fact]
    public void Every_published_id_is_there() => Assert.All(Published, id => Assert.NotNull(MetricCatalogue.Find(id)));

    [Fact]
    public void Ids_are_unique_and_snake_case()
    {
        var ids = MetricCatalogue.All.Select(metric => metric.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(SnakeCase(), id));
    }

    [Fact]
    public void Histogram_edges_ascend_and_lie_within_a_bounded_range() => Assert.All(MetricCatalogue.All, metric =>
    {
        var edges = metric.HistogramEdges;
        Assert.True(edges.Count >= 3, metric.Id);
        Assert.All(edges.Zip(edges.Skip(1)), pair => Assert.True(pair.First < pair.Second, metric.Id));
    });

    [Fact]
    public void A_rate_says_what_it_counts_over_what() => Assert.All(
        MetricCatalogue.All.Where(metric => metric.Id.EndsWith("_rate", StringComparison.Ordinal)),
        metric =>
        {
            Assert.False(string.IsNullOrEmpty(metric.Numerator), metric.Id);
            Assert.False(string.IsNullOrEmpty(metric.Denominator), metric.Id);
            Assert.Equal((0, 1), (metric.Minimum, metric.Maximum));
            Assert.True(metric.IsProportion, metric.Id);
        });

    /// <summary>What each of them counts is 0 or 1 for an image; the probabilities of a classifier lie between.</summary>
    [Fact]
    public void Besides_the_rates_only_blank_images_are_a_proportion() => Assert.Equal(
        ["blank"], MetricCatalogue.All.Where(metric => metric.IsProportion && metric.Numerator is null).Select(metric => metric.Id));

    /// <summary>A set of images is that of a day; everything else has a value for each of its images.</summary>
    [Fact]
    public void Only_metrics_of_sets_lack_the_shorter_buckets() => Assert.Equal(
        ["vendi_score", "mmd", "frechet_distance"], MetricCatalogue.All.Where(metric => !metric.Buckets.SequenceEqual(["5m", "1h", "1d"])).Select(metric => metric.Id));

    [Fact]
    public void An_unknown_id_is_not_found() => Assert.Null(MetricCatalogue.Find("no_such_metric"));

    [GeneratedRegex("^[a-z]+(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
