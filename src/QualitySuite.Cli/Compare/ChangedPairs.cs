using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Report;

namespace QualitySuite.Cli.Compare;

/// <summary>The pairs that differ most in the metrics that differ clearly, with both images.</summary>
internal sealed class ChangedPairs
{
    private const int EachWay = 3;

    private readonly Comparison _comparison;
    private readonly Previews _previews;

    private ChangedPairs(Comparison comparison, Previews previews) => (_comparison, _previews) = (comparison, previews);

    /// <summary>Null where there are no pairs, or the images of a side are not there: it is a file of scores.</summary>
    public static async Task<ChangedPairs?> CreateAsync(Comparison comparison, int threads, CancellationToken cancellationToken)
    {
        if (!comparison.Pairing.IsPaired || !Directory.Exists(comparison.A.Source) || !Directory.Exists(comparison.B.Source))
        {
            return null;
        }

        var needed = comparison.Metrics.Where(IsClear).SelectMany(metric => Most(comparison, metric)).SelectMany(pair => new[] { pair.PathA, pair.PathB });
        return new ChangedPairs(comparison, await Previews.CreateAsync(needed.ToHashSet(StringComparer.Ordinal), threads, cancellationToken));
    }

    public Markup Sections() => Markup.Join(_comparison.Metrics.Where(IsClear).Select(metric => Markup.Html($"""
        <section>
        <h2>{metric.Metric.DisplayName} <small>{metric.VerdictText}, {Figures.Direction(metric.Metric.Direction)}</small></h2>
        <h3>The pairs that differ most, A beside B</h3>
        <ul class="pairs">{Markup.Join(Most(_comparison, metric).Select(Show))}</ul>
        </section>
        """)));

    private static bool IsClear(MetricComparison metric) => metric.Verdict is Verdict.Better or Verdict.Worse or Verdict.Higher or Verdict.Lower;

    private static List<ChangedPair> Most(Comparison comparison, MetricComparison metric)
    {
        var (atA, atB) = (comparison.A.IndexOf(metric.Scorer!), comparison.B.IndexOf(metric.Scorer!));
        List<ChangedPair> ordered =
        [
            .. comparison.Pairing.A.Zip(comparison.Pairing.B)
                .Select(pair => new ChangedPair(
                    pair.First, pair.First.Values[atA], pair.Second.Values[atB],
                    Path.Combine(comparison.A.Source, pair.First.File), Path.Combine(comparison.B.Source, pair.Second.File)))
                .Where(pair => !double.IsNaN(pair.Difference))
                .OrderBy(pair => pair.Difference).ThenBy(pair => pair.Image.File, StringComparer.Ordinal),
        ];
        var each = Math.Min(EachWay, ordered.Count / 2);
        return [.. ordered[..each].Where(pair => pair.Difference < 0), .. ordered[^each..].AsEnumerable().Reverse().Where(pair => pair.Difference > 0)];
    }

    private Markup Show(ChangedPair pair)
    {
        var description = pair.Image.Prompt ?? pair.Image.File;
        return Markup.Html($"""
            <li><figure><div class="pair">{_previews.Show(pair.PathA, $"A: {description}")}{_previews.Show(pair.PathB, $"B: {description}")}</div>
            <figcaption><b>{Figures.Signed(pair.Difference)}</b> from {Figures.Of(pair.A)} to {Figures.Of(pair.B)} <span class="file">{pair.Image.File}</span>{Previews.Quote(pair.Image.Prompt)}</figcaption></figure></li>
            """);
    }

    private sealed record ChangedPair(ScoredImage Image, double A, double B, string PathA, string PathB)
    {
        public double Difference => B - A;
    }
}
