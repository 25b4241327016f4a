using Dapper;
using Npgsql;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Feedback;

namespace QualitySuite.FeedbackApi.Behaviour;

/// <summary>Reads what users did with one generation, and what that comes to.</summary>
internal static class BehaviourReader
{
    private const string EventsText = """
        select Type, Value, At, ResultId, Position, Shown, Surface, Total
        from (
            select e.id, e.type as Type, e.value as Value, e.at as At, e.result_id as ResultId, e.position as Position, e.shown as Shown, e.surface as Surface,
                   count(*) over () as Total
            from feedback.events e
            where e.generation_created_at = @createdAt and e.generation_id = @id
            order by e.at desc, e.id desc
            limit 500
        ) newest
        order by At, id
        """;

    private const string SummaryText = """
        select s.shown_at as ShownAt, s.regenerated as Regenerated, s.downloaded as Downloaded, s.shared as Shared, s.edited as Edited, s.upscaled as Upscaled,
               s.dismissed as Dismissed, s.dwell_seconds as DwellSeconds, s.responded as Responded, f.app as App, f.session as Session
        from feedback.shown_generations s
        cross join lateral (
            select e.app, e.session from feedback.session_events(s.shown_at, s.shown_at + interval '1 microsecond') e
            where e.generation_id = s.generation_id
            order by e.session limit 1
        ) f
        where s.generation_created_at = @createdAt and s.generation_id = @id
        """;

    private const string SessionText = """
        select max(e.at) as LastAt, coalesce(bool_or(e.is_act) filter (where e.generation_id = @id), false) as Acted
        from feedback.session_events(@shownAt, @before) e
        where e.app = @app and e.session = @session and e.started_at = @shownAt
        """;

    private const string OriginText = """
        select e.generation_id as Id, e.type as Type
        from feedback.events e
        join feedback.generation_keys k on k.id = e.generation_id
        where e.result_id = @id and (@onlyApp::text is null or k.app = @onlyApp)
        order by e.at, e.id
        limit 1
        """;

    /// <summary>Few sessions are longer; of those that are, more is read.</summary>
    private static readonly TimeSpan FirstReach = TimeSpan.FromHours(2);

    /// <summary>The latest 500 events, the oldest first, each with what came of it, and how many there are.</summary>
    public static async Task<(IReadOnlyList<BehaviourEntry> Events, long Count)> ReadEventsAsync(
        NpgsqlConnection connection, Guid id, DateTimeOffset createdAt, IReadOnlyList<Child> children, CancellationToken cancellationToken)
    {
        var rows = (await connection.QueryAsync<EventRow>(new CommandDefinition(EventsText, new { id, createdAt }, cancellationToken: cancellationToken))).AsList();
        return (Lineage.Link(rows.ConvertAll(row => row.ToEntry()), children), rows.FirstOrDefault()?.Total ?? 0);
    }

    /// <summary>What the events come to; null when there is none.</summary>
    public static async Task<BehaviourSummary?> SummariseAsync(
        NpgsqlConnection connection, Guid id, DateTimeOffset createdAt, IReadOnlyList<Child> children, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleOrDefaultAsync<SummaryRow>(
            new CommandDefinition(SummaryText, new { id, createdAt }, cancellationToken: cancellationToken));
        if (row is null)
        {
            return null;
        }

        var (lastAt, acted) = await ReadSessionAsync(connection, id, row, now, cancellationToken);
        var end = lastAt + FeedbackLimits.SessionSilence;
        acted |= children.Any(child =>
            child.Relation != ParentRelation.Variation && child.CreatedAt >= row.ShownAt - GenerationLimits.ClockSkew && child.CreatedAt < end);
        return new BehaviourSummary(
            row.ShownAt, row.Regenerated, row.Downloaded, row.Shared, row.Edited, row.Upscaled, row.Dismissed, row.DwellSeconds, row.Responded,
            end <= now ? lastAt : null, end <= now ? !acted : null);
    }

    /// <summary>The generation with an event that names this one as its result, of the apps that the caller may see; null: none.</summary>
    public static async Task<ParentLink?> FindOriginAsync(NpgsqlConnection connection, Guid id, string? onlyApp, CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleOrDefaultAsync<OriginRow>(new CommandDefinition(OriginText, new { id, onlyApp }, cancellationToken: cancellationToken));
        return row is null ? null : new ParentLink(row.Id.ToString(), Lineage.RelationOf(EnumText.Parse<BehaviourType>(row.Type)));
    }

    // Further and further, until the session has ended in what was read: the events of all users are read for it, and most sessions are short.
    private static async Task<(DateTimeOffset LastAt, bool Acted)> ReadSessionAsync(
        NpgsqlConnection connection, Guid id, SummaryRow first, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var reach = FirstReach; ; reach *= 4)
        {
            var before = first.ShownAt + reach;
            var parameters = new { id, first.ShownAt, before, first.App, first.Session };
            var (lastAt, acted) = await connection.QuerySingleAsync<(DateTimeOffset, bool)>(new CommandDefinition(SessionText, parameters, cancellationToken: cancellationToken));
            if (lastAt + FeedbackLimits.SessionSilence <= before || before > now + GenerationLimits.ClockSkew)
            {
                return (lastAt, acted);
            }
        }
    }

    private sealed class SummaryRow
    {
        public DateTimeOffset ShownAt { get; init; }

        public bool Regenerated { get; init; }

        public bool Downloaded { get; init; }

        public bool Shared { get; init; }

        public bool Edited { get; init; }

        public bool Upscaled { get; init; }

        public bool Dismissed { get; init; }

        public double? DwellSeconds { get; init; }

        public bool Responded { get; init; }

        public string App { get; init; } = "";

        public byte[] Session { get; init; } = [];
    }

    private sealed class OriginRow
    {
        public Guid Id { get; init; }

        public string Type { get; init; } = "";
    }

    private sealed class EventRow : ReactionRow
    {
        public string Type { get; init; } = "";

        public double? Value { get; init; }

        public DateTimeOffset At { get; init; }

        public Guid? ResultId { get; init; }

        public long Total { get; init; }

        public BehaviourEntry ToEntry() => new(EnumText.Parse<BehaviourType>(Type), Value, At, ResultId, Exposure);
    }
}
