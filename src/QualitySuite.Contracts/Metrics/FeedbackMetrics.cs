using System.Text.Json;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.Contracts.Metrics;

/// <summary>Counted from what users say. Only the latest thumb and the latest stars of each user count.</summary>
internal static class FeedbackMetrics
{
    private const string Delivered = "Generations that succeeded with an image";

    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        MetricCatalogue.Rate("thumbs_up_rate", "Thumbs up", MetricKind.Feedback, MetricDirection.Higher,
            "Share of thumbs that point up.", "Current thumbs up", "Current thumbs, up or down"),
        new()
        {
            Id = "stars_mean",
            DisplayName = "Stars",
            Description = "Mean of the current star ratings.",
            Unit = "stars",
            Minimum = 1,
            Maximum = 5,
            Direction = MetricDirection.Higher,
            Kind = MetricKind.Feedback,
            Denominator = "Current star ratings",
            HistogramEdges = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
        },
        MetricCatalogue.Rate("response_rate", "Responses", MetricKind.Feedback, MetricDirection.Neither,
            "Share of shown images on which a user said anything. Where it is low, thumbs, stars and reports are those of few who may differ from the rest.",
            "Shown generations with a current thumb, current stars or a report", BehaviourMetrics.Shown),
        MetricCatalogue.Rate("report_rate", "Reports", MetricKind.Feedback, MetricDirection.Lower,
            "Share of delivered images that a user reported.", "Delivered generations with at least one report", Delivered),
        .. Enum.GetValues<ReportReason>().Select(ReasonRate),
    ];

    private static MetricDefinition ReasonRate(ReportReason reason)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
        var words = name.Replace('_', ' ');
        return MetricCatalogue.Rate($"report_{name}_rate", $"Reports: {words}", MetricKind.Feedback, MetricDirection.Lower,
            $"Share of delivered images that a user reported for the reason \"{words}\".",
            $"Delivered generations with a report for this reason", Delivered);
    }
}
