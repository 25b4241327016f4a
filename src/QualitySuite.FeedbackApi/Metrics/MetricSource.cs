using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>
/// Where a metric's values come from: SQL that yields one row per counted thing, its generation as <c>g</c> and its number as <c>value</c>
/// (0 or 1 for a rate). What is counted over what is the catalogue's numerator and denominator; what users did is derived by the views of migration 0010.
/// </summary>
internal static class MetricSource
{
    private const string Votes = """
        from feedback.votes v
        join feedback.generations g on g.created_at = v.generation_created_at and g.id = v.generation_id
        where v.kind = '@@kind' and v.generation_created_at >= @From and v.generation_created_at < @To
        """;

    // Joined and not asked for each generation in turn: there are few reports, and many generations without one.
    private const string Delivered = """
        from feedback.generations g
        left join (
            select f.generation_created_at, f.generation_id, bool_or(@@report) as counts
            from feedback.feedback f
            where f.kind = 'report' and f.generation_created_at >= @From and f.generation_created_at < @To
            group by f.generation_created_at, f.generation_id
        ) reported on reported.generation_created_at = g.created_at and reported.generation_id = g.id
        where g.outcome = 'succeeded' and g.image_hash is not null and g.created_at >= @From and g.created_at < @To
        """;

    private const string Reported = "coalesce(reported.counts, false)::int::double precision";

    private const string Shown = """
        from feedback.shown_generations shown
        join feedback.generations g on g.created_at = shown.generation_created_at and g.id = shown.generation_id
        where shown.generation_created_at >= @From and shown.generation_created_at < @To
        """;

    private const string Decided = """
        from feedback.first_sessions(@From, @To, @App) shown
        join feedback.generations g on g.created_at = shown.generation_created_at and g.id = shown.generation_id
        where shown.decided_at <= @Now
        """;

    private const string Scores = """
        from scoring.score_facts s
        join feedback.generations g on g.created_at = s.generation_created_at and g.id = s.generation_id
        where s.scorer_id = @Scorer and s.generation_created_at >= @From and s.generation_created_at < @To
        """;

    /// <summary>The value expression and the rest of the select; null for a metric that nothing here computes yet.</summary>
    public static (string Value, string From)? Of(MetricDefinition metric) => metric.Id switch
    {
        _ when metric.Kind == MetricKind.Automated => ("s.value", Scores),
        "thumbs_up_rate" => ("(v.value = 1)::int::double precision", VotesOf("thumb")),
        "stars_mean" => ("v.value::double precision", VotesOf("stars")),
        "response_rate" => ("shown.responded::int::double precision", Shown),
        "report_rate" => (Reported, ReportsWhere("true")),
        "regeneration_rate" => ("shown.regenerated::int::double precision", Shown),
        "download_rate" => ("shown.downloaded::int::double precision", Shown),
        "share_rate" => ("shown.shared::int::double precision", Shown),
        "edit_rate" => ("shown.edited::int::double precision", Shown),
        "abandonment_rate" => ("(not shown.acted)::int::double precision", Decided),
        "dwell_seconds" => ("shown.dwell_seconds", Shown + " and shown.dwell_seconds is not null"),
        _ when ReasonOf(metric.Id) is { } reason => (Reported, ReportsWhere($"'{reason}' = any(f.reasons)")),
        _ => null,
    };

    private static string VotesOf(string kind) => Votes.Replace("@@kind", kind, StringComparison.Ordinal);

    private static string ReportsWhere(string report) => Delivered.Replace("@@report", report, StringComparison.Ordinal);

    // Only names from the taxonomy reach the SQL text.
    private static string? ReasonOf(string metric) =>
        Enum.GetValues<ReportReason>().Select(EnumText.Of).FirstOrDefault(reason => metric == $"report_{reason}_rate");
}
