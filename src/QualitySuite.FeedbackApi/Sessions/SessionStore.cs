using Dapper;
using Npgsql;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.FeedbackApi.Sessions;

/// <summary>Lists sessions, one page at a time.</summary>
internal sealed class SessionStore(NpgsqlDataSource database)
{
    // A session that started before the range goes on into it without a silence: read from one silence earlier on, it still starts before.
    private const string ListText = """
        select first_event as Id, app as App, started_at as Started, last_at as LastEventAt, sum(events)::bigint as Events, count(*) as Shown,
               count(*) filter (where downloaded) as Downloaded, count(*) filter (where shared) as Shared, count(*) filter (where regenerated) as Regenerated,
               count(*) filter (where edited) as Edited, count(*) filter (where upscaled) as Upscaled, count(*) filter (where dismissed) as Dismissed,
               coalesce(sum(dwell_seconds), 0) as DwellSeconds,
               not bool_or(downloaded or shared or regenerated or edited or upscaled) as Abandoned
        from feedback.session_generations(@Since, 'infinity', @App)
        where started_at >= @From and started_at < @To
          and (@AfterStarted::timestamptz is null or (started_at, first_event) < (@AfterStarted, @AfterId))
        group by app, session, first_event, started_at, last_at
        order by started_at desc, first_event desc
        limit @Take
        """;

    public async Task<Page<UserSession>> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            Since = query.From - DateTimeOffset.MinValue > FeedbackLimits.SessionSilence ? query.From - FeedbackLimits.SessionSilence : query.From,
            query.From,
            query.To,
            query.App,
            AfterStarted = query.After?.Started,
            AfterId = query.After?.SessionId,
            Take = query.Limit + 1,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(ListText, parameters, cancellationToken: cancellationToken))).AsList();
        var items = rows.Take(query.Limit).Select(row => row.ToSession(now)).ToList();
        return new Page<UserSession>(items, rows.Count > query.Limit ? Cursor.Write(new SessionPosition(items[^1].Started, items[^1].Id)) : null);
    }

    private sealed class Row
    {
        public Guid Id { get; init; }

        public string App { get; init; } = "";

        public DateTimeOffset Started { get; init; }

        public DateTimeOffset LastEventAt { get; init; }

        public long Events { get; init; }

        public long Shown { get; init; }

        public long Downloaded { get; init; }

        public long Shared { get; init; }

        public long Regenerated { get; init; }

        public long Edited { get; init; }

        public long Upscaled { get; init; }

        public long Dismissed { get; init; }

        public double DwellSeconds { get; init; }

        public bool Abandoned { get; init; }

        public UserSession ToSession(DateTimeOffset now)
        {
            var isOver = LastEventAt + FeedbackLimits.SessionSilence <= now;
            return new UserSession(
                Id, App, Started, isOver ? LastEventAt : null, LastEventAt, Events, Shown, Downloaded, Shared, Regenerated, Edited, Upscaled, Dismissed,
                DwellSeconds, isOver ? Abandoned : null);
        }
    }
}
