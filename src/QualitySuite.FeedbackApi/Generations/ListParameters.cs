using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>The query string of <c>GET /v1/generations</c>.</summary>
internal sealed class ListParameters
{
    private const int PromptWordsCharacters = 200;

    public string? App { get; init; }

    public string? ModelVersion { get; init; }

    public string? Outcome { get; init; }

    public string? Prompt { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Metric { get; init; }

    public string? Min { get; init; }

    public string? Max { get; init; }

    public string? Order { get; init; }

    public string? Limit { get; init; }

    public string? Cursor { get; init; }

    /// <summary>Checks everything; the result is only good when no error was added.</summary>
    public ListQuery Read(FieldErrors errors, string? onlyApp)
    {
        errors.CheckText("app", App, GenerationLimits.NameCharacters);
        errors.CheckText("modelVersion", ModelVersion, GenerationLimits.NameCharacters);
        errors.CheckText("prompt", Prompt, PromptWordsCharacters);
        if (!string.IsNullOrEmpty(Outcome) && !EnumText.TryParse<GenerationOutcome>(Outcome, out _))
        {
            errors.Add("outcome", $"One of {EnumText.List<GenerationOutcome>()}; this string is none.");
        }

        var order = ListOrder.Newest;
        if (!string.IsNullOrEmpty(Order) && !EnumText.TryParse(Order, out order))
        {
            errors.Add("order", $"One of {EnumText.List<ListOrder>()}; this string is none.");
        }

        CheckMetric(errors, order);
        var query = new ListQuery(
            onlyApp ?? Present(App), Present(ModelVersion), Present(Outcome), Present(Prompt),
            QueryText.Time(errors, "from", From), QueryText.Time(errors, "to", To),
            Present(Metric), QueryText.Number(errors, "min", Min), QueryText.Number(errors, "max", Max), order,
            QueryText.Limit(errors, Limit, standard: 50, most: 500),
            FeedbackApi.Cursor.Read<ListPosition>(errors, Cursor));
        if (query.After is { } after && after.List != query.List)
        {
            FeedbackApi.Cursor.Refuse(errors);
        }

        return query;
    }

    private void CheckMetric(FieldErrors errors, ListOrder order)
    {
        if (string.IsNullOrEmpty(Metric))
        {
            if (order is ListOrder.MetricAsc or ListOrder.MetricDesc || !string.IsNullOrEmpty(Min) || !string.IsNullOrEmpty(Max))
            {
                errors.Add("metric", "Required with min, max or an order by metric, and it is missing.");
            }
        }
        else if (MetricCatalogue.Find(Metric) is not { Kind: MetricKind.Automated })
        {
            errors.Add("metric", "The id of an automated metric of GET /v1/metrics, such as sharpness; this string is none.");
        }
    }

    private static string? Present(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
