using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Compare;

/// <summary>A comparison as JSON: the fields of the table, unrounded, null where there is no value.</summary>
internal static class ComparisonJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static Task WriteAsync(Comparison comparison, Stream stream, CancellationToken cancellationToken) => JsonSerializer.SerializeAsync(
        stream,
        new
        {
            a = new { source = comparison.A.Source, images = comparison.A.Images.Count, run = comparison.A.Run },
            b = new { source = comparison.B.Source, images = comparison.B.Images.Count, run = comparison.B.Run },
            paired = comparison.Pairing.IsPaired,
            test = comparison.Pairing.IsPaired ? "paired t" : "Welch's t",
            pairs = comparison.Pairing.Pairs,
            leftOut = comparison.Pairing.LeftOut,
            promptsDiffer = comparison.Pairing.PromptsDiffer,
            adjustment = new { method = "Holm", tests = comparison.Tests, alpha = Comparison.Alpha },
            metrics = comparison.Metrics.Select(Describe),
            sets = comparison.Sets,
        },
        Options,
        cancellationToken);

    private static object Describe(MetricComparison metric) => new
    {
        metric = metric.Metric.Id,
        scorer = metric.Scorer,
        direction = metric.Metric.Direction.ToString().ToLowerInvariant(),
        nA = metric.A.Count,
        nB = metric.B.Count,
        meanA = Mean(metric.A),
        meanB = Mean(metric.B),
        difference = metric.Test?.Difference,
        interval = metric.Test?.Interval is { } interval ? new[] { interval.Low, interval.High } : null,
        reliable = metric.AdjustedP is not null,
        relative = metric.Relative,
        t = metric.Test?.T,
        degreesOfFreedom = metric.Test?.DegreesOfFreedom,
        pValue = metric.Test?.PValue,
        adjustedP = metric.AdjustedP,
        verdict = metric.Verdict,
        reason = metric.Reason,
    };

    private static double? Mean(SampleMoments moments) => moments.Count > 0 ? moments.Mean : null;
}
