using QualitySuite.Statistics;

namespace QualitySuite.Cli.Score.Report;

/// <summary>A histogram as inline SVG, with the mean and its interval.</summary>
internal static class HistogramDrawing
{
    private const int Width = 480;
    private const int Height = 120;

    public static Markup Draw(MetricSummary metric)
    {
        if (Histogram.Of(metric) is not { } histogram)
        {
            return metric.Count == 0
                ? Markup.Html($"<p class=\"quiet\">No image has this score.</p>")
                : Markup.Html($"<p class=\"quiet\">All {Figures.Count(metric.Count)} images have {Figures.Of(metric.Sorted[0])}.</p>");
        }

        var (id, last) = ("h-" + metric.Column, histogram.LastIsOpen ? " and above" : "");
        return Markup.Html($"""
            <svg class="histogram" viewBox="0 0 {Width} {Height + 1}" role="img" aria-labelledby="{id}-t {id}-d">
            <title id="{id}-t">Distribution of {metric.Title}</title>
            <desc id="{id}-d">{Describe(metric)}</desc>
            {Bars(histogram)}{Mean(metric, histogram)}
            <line class="axis" x1="0" x2="{Width}" y1="{Height}" y2="{Height}"/>
            </svg>
            <p class="ends" aria-hidden="true"><span>{Figures.Of(histogram.Low)}</span><span>{Figures.Of(histogram.High)}{last}</span></p>
            """);
    }

    private static string Describe(MetricSummary metric) =>
        $"{Figures.Count(metric.Count)} images from {Figures.Of(metric.Sorted[0])} to {Figures.Of(metric.Sorted[^1])}; half of them between "
        + $"{Figures.Of(metric.Quantile(0.25))} and {Figures.Of(metric.Quantile(0.75))}; mean {Figures.Of(metric.Moments.Mean)}, 95 % interval {Figures.OfEstimate(metric.Estimate)}.";

    private static Markup Bars(Histogram histogram)
    {
        var (most, width) = ((double)histogram.Counts.Max(), Width / (double)histogram.Counts.Length);
        return Markup.Join(histogram.Counts.Select((count, i) => (count, i)).Where(bar => bar.count > 0).Select(bar =>
        {
            // A single image must still be seen beside thousands.
            var height = Math.Max(2, bar.count / most * (Height - 8));
            return Markup.Html($"<rect class=\"bar\" x=\"{(bar.i * width) + 0.5:0.##}\" y=\"{Height - height:0.##}\" width=\"{width - 1:0.##}\" height=\"{height:0.##}\"/>");
        }));
    }

    private static Markup Mean(MetricSummary metric, Histogram histogram)
    {
        var mean = histogram.Position(metric.Moments.Mean) * Width;
        var line = Markup.Html($"<line class=\"mean\" x1=\"{mean:0.##}\" x2=\"{mean:0.##}\" y1=\"0\" y2=\"{Height}\"/>");
        return metric.Estimate is { Reliable: true, Interval: { } interval } ? Markup.Join([Band(interval, histogram), line]) : line;
    }

    private static Markup Band(Interval interval, Histogram histogram)
    {
        var (low, high) = (histogram.Position(interval.Low) * Width, histogram.Position(interval.High) * Width);
        return Markup.Html($"<rect class=\"band\" x=\"{low:0.##}\" y=\"0\" width=\"{Math.Max(1, high - low):0.##}\" height=\"{Height}\"/>");
    }
}
