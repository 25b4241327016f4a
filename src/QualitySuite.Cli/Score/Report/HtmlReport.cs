using System.Text;

namespace QualitySuite.Cli.Score.Report;

/// <summary>A folder's scores as one HTML file that needs nothing else.</summary>
internal static class HtmlReport
{
    private static readonly Markup Style = Markup.Trusted(ReadStyle());

    public static async Task WriteAsync(ScoreSet set, ReportImages images, Stream stream, CancellationToken cancellationToken)
    {
        var metrics = MetricSummary.Of(set);
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await text.WriteLineAsync($"{Page($"Scores of {set.Source}", Body(set, images, metrics))}".AsMemory(), cancellationToken);
    }

    /// <summary>The frame that every report has.</summary>
    public static Markup Page(string title, Markup body) => Markup.Html($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>{title}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{title}</h1>
        {body}
        </main>
        </body>
        </html>
        """);

    /// <summary>A table that scrolls by itself where it is too wide; the first column is a heading of its row.</summary>
    public static Markup Table(string label, IEnumerable<string> headings, IEnumerable<IReadOnlyList<Markup>> rows) => Markup.Html($"""
        <div class="wide" role="region" aria-label="{label}" tabindex="0"><table>
        <thead><tr>{Markup.Join(headings.Select(heading => Markup.Html($"<th scope=\"col\">{heading}</th>")))}</tr></thead>
        <tbody>{Markup.Join(rows.Select(Row))}</tbody>
        </table></div>
        """);

    private static Markup Row(IReadOnlyList<Markup> cells) => Markup.Html(
        $"<tr><th scope=\"row\">{cells[0]}</th>{Markup.Join(cells.Skip(1).Select(cell => Markup.Html($"<td>{cell}</td>")))}</tr>\n");

    private static Markup Body(ScoreSet set, ReportImages images, IReadOnlyList<MetricSummary> metrics)
    {
        var failed = set.Images.Count(image => image.Failure is not null);
        var count = failed == 0 ? $"{Figures.Count(set.Images.Count)} images" : $"{Figures.Count(set.Images.Count)} images, {Figures.Count(failed)} of them could not be scored";
        return Markup.Html($"""
            <p class="quiet">{count}.{Ran(set)}</p>
            {Overview(metrics)}
            {Markup.Join(metrics.Select((metric, i) => Section(set, images, metric, i)))}
            {Failures(set)}
            {Scorers(set)}
            """);
    }

    private static string Ran(ScoreSet set) => set.Run is { } run
        ? FormattableString.Invariant(
            $" Pack {run.Pack}, quality {run.Tool}, started {run.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; {run.Seconds:0.0} s with {run.Threads} threads, {set.Images.Count / Math.Max(run.Seconds, 0.001):0.0} images/s.")
        : "";

    private static Markup Overview(IReadOnlyList<MetricSummary> metrics) => Table(
        "All metrics",
        ["metric", "n", "mean", "95 % interval", "p10", "p50", "p90", "direction"],
        metrics.Where(m => m.Count > 0).Select(m => (IReadOnlyList<Markup>)
        [
            Markup.Html($"<a href=\"#{m.Column}\">{m.Title}</a>"), Markup.Html($"{Figures.Count(m.Count)}"),
            Markup.Html($"{(m.Estimate.Interval is { } interval ? Figures.Of(m.Moments.Mean, interval) : Figures.Of(m.Moments.Mean))}"),
            Markup.Html($"{Figures.OfEstimate(m.Estimate)}"), Markup.Html($"{Figures.Of(m.Quantile(0.1))}"), Markup.Html($"{Figures.Of(m.Quantile(0.5))}"),
            Markup.Html($"{Figures.Of(m.Quantile(0.9))}"), Markup.Html($"{Figures.Direction(m.Metric.Direction)}"),
        ]));

    private static Markup Section(ScoreSet set, ReportImages images, MetricSummary metric, int scorer) => Markup.Html($"""
        <section id="{metric.Column}">
        <h2>{metric.Title} <small>{(metric.Metric.Unit.Length > 0 ? metric.Metric.Unit + ", " : "")}{Figures.Direction(metric.Metric.Direction)}</small></h2>
        <p class="quiet">{metric.Metric.Description}</p>
        {HistogramDrawing.Draw(metric)}
        {images.Gallery(set, scorer, metric.Metric)}
        </section>
        """);

    private static Markup Failures(ScoreSet set)
    {
        List<ScoredImage> failed = [.. set.Images.Where(image => image.Failure is not null)];
        return failed.Count == 0 ? Markup.None : Markup.Html($"""
            <section id="failed"><h2>Images that could not be scored</h2>
            {Table("Images that could not be scored", ["file", "reason", "detail"], failed.Select(image => (IReadOnlyList<Markup>)
            [
                Markup.Html($"{image.File}"), Markup.Html($"{image.Failure!.Reason}"), Markup.Html($"{image.Failure.Detail}"),
            ]))}</section>
            """);
    }

    private static Markup Scorers(ScoreSet set) => Markup.Html($"""
        <section id="scorers"><h2>What computed the scores</h2>
        <p class="quiet">Numbers of two folders compare only where the identity is the same. It is a hash of weights, preprocessing and formula.</p>
        {Table("Scorers", ["metric", "scorer", "identity"], set.Scorers.Select(scorer => (IReadOnlyList<Markup>)
        [
            Markup.Html($"{scorer.Metric}"), Markup.Html($"{scorer.Description}"), Markup.Html($"<code>{scorer.Identity}</code>"),
        ]))}
        {Markup.Join(set.AbsentMetrics.Select(absent => Markup.Html($"<p><b>{absent.Metric}</b> is not installed here: {absent.Reason}</p>")))}
        </section>
        """);

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The report's style sheet is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
