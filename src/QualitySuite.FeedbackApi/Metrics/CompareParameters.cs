using QualitySuite.Contracts.Generations;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>The arguments that <c>GET /v1/metrics/compare</c> and <c>/comparisons</c> share: which generations are compared.</summary>
internal sealed class CompareParameters
{
    private static readonly TimeSpan StandardRange = TimeSpan.FromDays(14);
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(366);

    public string? A { get; init; }

    public string? B { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? App { get; init; }

    /// <summary>Whether the caller may use every app that is named.</summary>
    public bool AreFor(ApiCaller caller)
    {
        string?[] apps = [App, .. GroupText.Parse(A).Concat(GroupText.Parse(B)).Where(c => c.Dimension.Name == "app").Select(c => c.Value)];
        return apps.All(app => string.IsNullOrEmpty(app) || caller.MayUse(app));
    }

    /// <summary>Checks everything; null when an error was added, here or before. Without a range it is the last 14 days.</summary>
    public CompareRequest? Read(FieldErrors errors, string? onlyApp, DateTimeOffset now)
    {
        errors.CheckText("app", App, GenerationLimits.NameCharacters);
        var app = onlyApp ?? (string.IsNullOrEmpty(App) ? null : App);
        var a = GroupText.Read(errors, "a", A);
        var b = GroupText.Read(errors, "b", B);
        if (a.Count > 0 && b.Count > 0 && !a.Any(condition => b.Any(other => other.Dimension == condition.Dimension && other.Value != condition.Value)))
        {
            errors.Add("b", "Must differ from a in the value of a dimension that both name, so that no generation is in both groups; this one does not.");
        }

        CheckApp(errors, "a", a, app);
        CheckApp(errors, "b", b, app);
        var to = QueryText.Time(errors, "to", To) ?? now;
        var from = QueryText.Time(errors, "from", From) ?? (to > DateTimeOffset.MinValue + StandardRange ? to - StandardRange : DateTimeOffset.MinValue);
        if (from >= to)
        {
            errors.Add("from", "Must be before to; this range is empty.");
        }
        else if (to - from > LongestRange)
        {
            errors.Add("from", $"At most {LongestRange.TotalDays} days before to; this range is longer.");
        }

        return errors.Any ? null : new CompareRequest(a, b, from, to, app);
    }

    private static void CheckApp(FieldErrors errors, string field, IReadOnlyList<Condition> group, string? app)
    {
        if (app is not null && group.Any(condition => condition.Dimension.Name == "app" && condition.Value != app))
        {
            errors.Add(field, "Only generations of one app are compared here, by app= or the API key; this group is of another.");
        }
    }
}
