using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>The query string of <c>GET /v1/metrics/exposure</c>.</summary>
internal sealed class ExposureParameters
{
    public string? Metric { get; init; }

    /// <summary>Inclusive, by the generation's createdAt; without it a day before <see cref="To"/>.</summary>
    public string? From { get; init; }

    /// <summary>Exclusive; without it now.</summary>
    public string? To { get; init; }

    public string? App { get; init; }

    public string? ModelVersion { get; init; }

    /// <summary>Checks everything; null when an error was added.</summary>
    public ExposureRequest? Read(FieldErrors errors, string? onlyApp, DateTimeOffset now)
    {
        var metric = MetricCatalogue.Find(Metric ?? "");
        if (metric is not { Kind: MetricKind.Feedback or MetricKind.Behaviour })
        {
            errors.Add("metric", "Required: the id of a metric of feedback or behaviour of GET /v1/metrics, such as download_rate; "
                + (Metric is null ? "it is missing." : "this string is none."));
        }

        errors.CheckText("app", App, GenerationLimits.NameCharacters);
        errors.CheckText("modelVersion", ModelVersion, GenerationLimits.NameCharacters);
        var to = QueryText.Time(errors, "to", To) ?? now;
        var from = QueryText.Time(errors, "from", From) ?? (to > DateTimeOffset.MinValue.AddDays(1) ? to.AddDays(-1) : DateTimeOffset.MinValue);
        if (from >= to)
        {
            errors.Add("from", "Must be before to; this range is empty.");
        }

        return errors.Any ? null : new ExposureRequest(metric!, from, to, onlyApp ?? Present(App), Present(ModelVersion));
    }

    private static string? Present(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A checked request for a metric by place.</summary>
internal sealed record ExposureRequest(MetricDefinition Metric, DateTimeOffset From, DateTimeOffset To, string? App, string? ModelVersion);
