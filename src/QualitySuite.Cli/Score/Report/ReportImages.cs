using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Cli.Score.Report;

/// <summary>The images at the two ends of each metric.</summary>
internal sealed class ReportImages
{
    private const int EachEnd = 4;

    private readonly string _folder;
    private readonly Previews _previews;

    private ReportImages(string folder, Previews previews) => (_folder, _previews) = (folder, previews);

    /// <summary>Makes the previews that the report of <paramref name="set"/> needs.</summary>
    public static async Task<ReportImages> CreateAsync(ScoreSet set, string folder, int threads, CancellationToken cancellationToken)
    {
        var needed = set.Scorers.SelectMany((_, i) => EndsOf(set, i) is var (low, high) ? low.Concat(high) : []).Select(image => Path.Combine(folder, image.File));
        return new ReportImages(folder, await Previews.CreateAsync(needed.ToHashSet(StringComparer.Ordinal), threads, cancellationToken));
    }

    /// <summary>The least and the greatest, outermost first, at most four of each and none in both; null where all values are the same.</summary>
    public static (List<ScoredImage> Low, List<ScoredImage> High)? EndsOf(ScoreSet set, int scorer)
    {
        List<ScoredImage> ordered =
        [
            .. set.Images.Where(i => i.Failure is null && !double.IsNaN(i.Values[scorer])).OrderBy(i => i.Values[scorer]).ThenBy(i => i.File, StringComparer.Ordinal),
        ];
        if (ordered.Count < 2 || ordered[0].Values[scorer] == ordered[^1].Values[scorer])
        {
            return null;
        }

        var each = Math.Min(EachEnd, ordered.Count / 2);
        return (ordered[..each], [.. ordered[^each..].AsEnumerable().Reverse()]);
    }

    /// <summary>The rows of images of one metric, with headings by its direction.</summary>
    public Markup Gallery(ScoreSet set, int scorer, MetricDefinition metric)
    {
        if (EndsOf(set, scorer) is not var (low, high))
        {
            return Markup.None;
        }

        return metric.Direction switch
        {
            MetricDirection.Higher => Markup.Join([Row("Worst", low, scorer), Row("Best", high, scorer)]),
            MetricDirection.Lower => Markup.Join([Row("Worst", high, scorer), Row("Best", low, scorer)]),
            _ => Markup.Join([Row("Lowest", low, scorer), Row("Highest", high, scorer)]),
        };
    }

    private Markup Row(string heading, List<ScoredImage> images, int scorer) => Markup.Html($"""
        <h3>{heading}</h3>
        <ul class="images">{Markup.Join(images.Select(image => Figure(image, scorer)))}</ul>
        """);

    private Markup Figure(ScoredImage image, int scorer) => Markup.Html(
        $"<li><figure>{_previews.Show(Path.Combine(_folder, image.File), image.Prompt ?? image.File)}<figcaption><b>{Figures.Of(image.Values[scorer])}</b> <span class=\"file\">{image.File}</span>{Previews.Quote(image.Prompt)}</figcaption></figure></li>\n");
}
