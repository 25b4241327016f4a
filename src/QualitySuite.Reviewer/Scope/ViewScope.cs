using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace QualitySuite.Reviewer.Scope;

/// <summary>What every page is narrowed to by the top bar: app and time range, kept in the URL so that a view can be sent to a colleague.</summary>
internal sealed record ViewScope
{
    /// <summary>The ranges that the top bar offers, by their value in the URL.</summary>
    public static IReadOnlyList<(string Key, string Label, TimeSpan Length)> Ranges { get; } =
    [
        ("24h", "24 h", TimeSpan.FromHours(24)),
        ("7d", "7 d", TimeSpan.FromDays(7)),
        ("14d", "14 d", TimeSpan.FromDays(14)),
        ("30d", "30 d", TimeSpan.FromDays(30)),
    ];

    private const string DefaultRange = "14d";

    /// <summary>Null: all apps.</summary>
    public string? App { get; private init; }

    /// <summary>A key of <see cref="Ranges"/>; null: from and to were given.</summary>
    public string? Range { get; private init; }

    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>What was wrong with the range in the URL; null: nothing.</summary>
    public string? Complaint { get; private init; }

    public TimeSpan Length => To - From;

    /// <summary>Reads <c>app</c> and either <c>from</c> and <c>to</c> (RFC 3339; without a zone they are UTC) or <c>range</c>.</summary>
    public static ViewScope Read(IQueryCollection query, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(query);
        var app = query["app"].ToString() is { Length: > 0 } name ? name : null;
        var from = ReadTime(query["from"]);
        var to = ReadTime(query["to"]) ?? (from is null ? null : now.ToUniversalTime());
        if (from is { } start && to is { } end && start < end)
        {
            return new ViewScope { App = app, From = start, To = end };
        }

        var key = query["range"].ToString() is { Length: > 0 } asked ? asked : DefaultRange;
        var known = Ranges.FirstOrDefault(r => r.Key == key);
        var complaint = query["from"].ToString().Length > 0 || query["to"].ToString().Length > 0
            ? "The time range could not be read: it needs a start before its end."
            : known.Key is null ? $"There is no range “{key}”." : null;
        var range = known.Key is null ? Ranges.First(r => r.Key == DefaultRange) : known;
        return new ViewScope { App = app, Range = range.Key, From = now.ToUniversalTime() - range.Length, To = now.ToUniversalTime(), Complaint = complaint };
    }

    /// <summary>A link to another page with the same app and range, and what else the link needs; null values are left out.</summary>
    public string Link(string path, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var query = new QueryBuilder();
        if (App is not null)
        {
            query.Add("app", App);
        }

        if (Range is null)
        {
            query.Add("from", Write(From));
            query.Add("to", Write(To));
        }
        else if (Range != DefaultRange)
        {
            query.Add("range", Range);
        }

        foreach (var (name, value) in more)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }

        return path + query.ToQueryString();
    }

    /// <summary>The same page with some query arguments replaced (null removes one); paging starts anew.</summary>
    public static string Replace(HttpRequest request, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        ArgumentNullException.ThrowIfNull(request);
        var arguments = request.Query.Where(q => q.Key != "cursor").ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            arguments.Remove(name);
            if (!string.IsNullOrEmpty(value))
            {
                arguments[name] = value;
            }
        }

        return request.Path + new QueryBuilder(arguments.Where(a => a.Value.Length > 0)).ToQueryString().ToString();
    }

    private static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
