using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Sessions;

/// <summary>The query string of <c>GET /v1/sessions</c>.</summary>
internal sealed class SessionParameters
{
    public string? App { get; init; }

    /// <summary>Inclusive, by the session's start.</summary>
    public string? From { get; init; }

    /// <summary>Exclusive, by the session's start.</summary>
    public string? To { get; init; }

    public string? Limit { get; init; }

    public string? Cursor { get; init; }

    /// <summary>Checks everything; what is wrong is added to <paramref name="errors"/>.</summary>
    public SessionQuery Read(FieldErrors errors, string? onlyApp, DateTimeOffset now)
    {
        errors.CheckText("app", App, GenerationLimits.NameCharacters);
        // A client's clock may be ahead of ours, and what happens by it is no less there.
        var to = QueryText.Time(errors, "to", To) ?? now + GenerationLimits.ClockSkew;
        var from = QueryText.Time(errors, "from", From) ?? (to > DateTimeOffset.MinValue.AddDays(1) ? to.AddDays(-1) : DateTimeOffset.MinValue);
        if (from >= to)
        {
            errors.Add("from", "Must be before to; this range is empty.");
        }

        return new SessionQuery(
            onlyApp ?? (string.IsNullOrEmpty(App) ? null : App), from, to, QueryText.Limit(errors, Limit, standard: 50, most: 500),
            FeedbackApi.Cursor.Read<SessionPosition>(errors, Cursor));
    }
}

/// <summary>A checked list request.</summary>
internal sealed record SessionQuery(string? App, DateTimeOffset From, DateTimeOffset To, int Limit, SessionPosition? After);

/// <summary>Where a page of sessions ends: the last item's start and id.</summary>
internal sealed record SessionPosition(DateTimeOffset Started, Guid SessionId);
