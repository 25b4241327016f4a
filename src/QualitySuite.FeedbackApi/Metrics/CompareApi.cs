using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Metrics;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>Two groups of generations beside each other: <c>/v1/metrics/compare</c> by one metric, <c>/v1/metrics/comparisons</c> by all.</summary>
internal static class CompareApi
{
    private const string Groups =
        "a and b are dimension:value, of the dimensions that the time series' groupBy takes, or several of these joined by commas; the difference is b minus a. "
        + "Without a range it is the last 14 days. Intervals and tests take what is counted as independent: images of one user or one prompt are alike, "
        + "and many of them make intervals too narrow. ";

    public static void MapCompareApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/metrics/compare", CompareAsync).WithSummary("A metric of two groups of generations").WithDescription(Groups)
            .RequireApiKey(ApiScope.Read).ProducesProblem(403);
        routes.MapGet("/v1/metrics/comparisons", CompareAllAsync).WithSummary("All metrics of two groups of generations")
            .WithDescription(Groups + "These are all metrics but those of sets of images, by their primary scorers, with p values adjusted for their number (Holm).")
            .RequireApiKey(ApiScope.Read).ProducesProblem(403);
    }

    private static async Task<Results<Ok<MetricComparison>, ValidationProblem, ProblemHttpResult>> CompareAsync(
        string? metric, string? scorer, [AsParameters] CompareParameters parameters, ApiCaller caller, MetricComparer comparer, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!parameters.AreFor(caller))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var now = time.GetUtcNow();
        var errors = new FieldErrors();
        var definition = ReadMetric(errors, metric);
        var request = parameters.Read(errors, caller.App, now);
        if (request is null || definition is null)
        {
            return Problems.Invalid(errors.ByField);
        }

        return await comparer.CompareAsync(request, definition, string.IsNullOrEmpty(scorer) ? null : scorer, now, cancellationToken) is { } comparison
            ? TypedResults.Ok(comparison)
            : Problems.Invalid("scorer", $"The identity of a scorer of {definition.Id}, as GET /v1/metrics lists them; this string is none.");
    }

    private static async Task<Results<Ok<MetricComparisons>, ValidationProblem, ProblemHttpResult>> CompareAllAsync(
        [AsParameters] CompareParameters parameters, ApiCaller caller, MetricComparer comparer, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!parameters.AreFor(caller))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var now = time.GetUtcNow();
        var errors = new FieldErrors();
        if (parameters.Read(errors, caller.App, now) is not { } request)
        {
            return Problems.Invalid(errors.ByField);
        }

        return TypedResults.Ok(new MetricComparisons(request.From, request.To, await comparer.CompareAllAsync(request, now, cancellationToken)));
    }

    private static MetricDefinition? ReadMetric(FieldErrors errors, string? id)
    {
        var metric = MetricCatalogue.Find(id ?? "");
        if (metric is null)
        {
            errors.Add("metric", "Required: the id of a metric of GET /v1/metrics, such as sharpness; " + (id is null ? "it is missing." : "this string is none."));
        }
        else if (metric.Kind == MetricKind.Distribution)
        {
            errors.Add("metric", $"{metric.Id} is one number for the images of a whole UTC day; no image has a value of its own by which two groups could be compared. "
                + "GET /v1/metrics/timeseries has it by app and model version.");
        }

        return metric;
    }
}
