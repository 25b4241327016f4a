using QualitySuite.Contracts.Metrics;
using QualitySuite.Imaging;

namespace QualitySuite.Cli.Score.Report;

/// <summary>The images at the two ends of each metric, and their previews.</summary>
internal sealed class ReportImages
{
    private const int EachEnd = 4;
    private const int Side = 192;

    /// <summary>Characters; a longer one is folded up.</summary>
    private const int LongPrompt = 160;

    private readonly Dictionary<string, string> _previews;

    private ReportImages(Dictionary<string, string> previews) => _previews = previews;

    /// <summary>Makes the previews that the report of <paramref name="set"/> needs.</summary>
    public static async Task<ReportImages> CreateAsync(ScoreSet set, string folder, int threads, CancellationToken cancellationToken)
    {
        var needed = set.Scorers.SelectMany((_, i) => EndsOf(set, i) is var (first, last) ? first.Concat(last) : []).Select(image => image.File).ToHashSet(StringComparer.Ordinal);
        var previews = new Dictionary<string, string>(StringComparer.Ordinal);
        var gate = new Lock();
        await Parallel.ForEachAsync(needed, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, async (file, token) =>
        {
            using var webP = new MemoryStream();
            try
            {
                Thumbnail.EncodeWebP(await File.ReadAllBytesAsync(Path.Combine(folder, file), token), Side, webP);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageDecodeException)
            {
                // It was scored and is gone since: the report then shows its name alone.
                return;
            }

            lock (gate)
            {
                previews.Add(file, $"data:image/webp;base64,{Convert.ToBase64String(webP.GetBuffer(), 0, (int)webP.Length)}");
            }
        });
        return new ReportImages(previews);
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

    private Markup Figure(ScoredImage image, int scorer)
    {
        var picture = _previews.TryGetValue(image.File, out var data)
            ? Markup.Html($"<img src=\"{Markup.Trusted(data)}\" alt=\"{image.Prompt ?? image.File}\" loading=\"lazy\">")
            : Markup.Html($"<span class=\"quiet\">no preview</span>");
        var prompt = image.Prompt switch
        {
            null => Markup.None,
            { Length: > LongPrompt } text => Markup.Html($"<details><summary>{text[..LongPrompt]}…</summary><q>{text}</q></details>"),
            var text => Markup.Html($"<q>{text}</q>"),
        };
        return Markup.Html($"<li><figure>{picture}<figcaption><b>{Figures.Of(image.Values[scorer])}</b> <span class=\"file\">{image.File}</span>{prompt}</figcaption></figure></li>");
    }
}
