using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Metrics;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary><c>/v1/metrics</c>: the catalogue and the metrics over time.</summary>
internal static class MetricsApi
{
    public static void MapMetricsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/metrics", CatalogueAsync).WithSummary("The metric catalogue and what is installed of it").RequireApiKey(ApiScope.Read);
        routes.MapGet("/v1/metrics/timeseries", TimeSeriesAsync).WithSummary("A metric over time").RequireApiKey(ApiScope.Read).ProducesProblem(403);
        routes.MapGet("/v1/metrics/exposure", ExposureAsync).WithSummary("A metric by the place at which images were shown").RequireApiKey(ApiScope.Read)
            .ProducesProblem(403);
    }

    private static async Task<Ok<List<MetricEntry>>> CatalogueAsync(ScorerDirectory scorers, SetMetricStore sets, CancellationToken cancellationToken)
    {
        var registered = await scorers.ReadAllAsync(cancellationToken);
        string[] encoders = [.. await sets.InstalledAsync(cancellationToken)];
        return TypedResults.Ok(MetricCatalogue.All
            .Select(metric => Describe(metric, metric.Kind == MetricKind.Distribution ? encoders : [.. registered[metric.Id].Select(s => s.Identity)]))
            .ToList());
    }

    private static MetricEntry Describe(MetricDefinition metric, string[] scorers)
    {
        var missing = metric.Kind switch
        {
            MetricKind.Automated when scorers.Length == 0 && metric.Pack is { } pack => $"Not installed: quality models pull {pack} installs a model pack that gives it; the workers use it from their next start on.",
            MetricKind.Automated when scorers.Length == 0 => "Not installed: no model pack that the workers loaded gives it.",
            MetricKind.Distribution when scorers.Length == 0 => "Not installed: no model pack that the workers loaded has an image encoder.",
            MetricKind.Review => "Review is not part of this version.",
            _ => null,
        };
        return new MetricEntry(metric) { Installed = missing is null, Missing = missing, Scorers = scorers };
    }

    private static async Task<Results<Ok<TimeSeries>, ValidationProblem, ProblemHttpResult>> TimeSeriesAsync(
        [AsParameters] TimeSeriesParameters parameters, ApiCaller caller, ScorerDirectory scorers, TimeSeriesStore store, SetMetricStore sets, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(parameters.App) && !caller.MayUse(parameters.App))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var now = time.GetUtcNow();
        var errors = new FieldErrors();
        var request = parameters.Read(errors, caller.App, now);
        if (request is null)
        {
            return Problems.Invalid(errors.ByField);
        }

        if (request.Metric.Kind == MetricKind.Distribution)
        {
            return await SetSeriesAsync(request, sets, cancellationToken);
        }

        if (request.Metric.Kind != MetricKind.Automated)
        {
            var groups = await store.ReadAsync(request, scorer: null, now, cancellationToken);
            return TypedResults.Ok(new TimeSeries(request.Metric.Id, request.Bucket.Name, null, [], groups));
        }

        var known = await scorers.ReadAsync(request.Metric.Id, request.App, cancellationToken);
        var scorer = request.Scorer is { } asked ? known.All.FirstOrDefault(s => s.Identity == asked) : known.Primary;
        if (scorer is null && request.Scorer is not null)
        {
            return Problems.Invalid("scorer", $"The identity of a scorer of {request.Metric.Id}, as GET /v1/metrics lists them; this string is none.");
        }

        var series = scorer is null ? [] : await store.ReadAsync(request, scorer.Id, now, cancellationToken);
        return TypedResults.Ok(new TimeSeries(
            request.Metric.Id, request.Bucket.Name, scorer?.Identity,
            [.. known.All.Where(s => s.Id != scorer?.Id).Select(s => s.Identity)], series));
    }

    private static async Task<Results<Ok<ExposureRates>, ValidationProblem, ProblemHttpResult>> ExposureAsync(
        [AsParameters] ExposureParameters parameters, ApiCaller caller, ExposureStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(parameters.App) && !caller.MayUse(parameters.App))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var now = time.GetUtcNow();
        var errors = new FieldErrors();
        return parameters.Read(errors, caller.App, now) is { } request
            ? TypedResults.Ok(await store.ReadAsync(request, now, cancellationToken))
            : Problems.Invalid(errors.ByField);
    }

    private static async Task<Results<Ok<TimeSeries>, ValidationProblem, ProblemHttpResult>> SetSeriesAsync(
        TimeSeriesRequest request, SetMetricStore sets, CancellationToken cancellationToken)
    {
        if (request.Scorer is { } asked && !(await sets.InstalledAsync(cancellationToken)).Contains(asked))
        {
            return Problems.Invalid("scorer", $"The identity of an encoder, as GET /v1/metrics lists them under {request.Metric.Id}; this string is none.");
        }

        var known = await sets.EncodersAsync(request, cancellationToken);
        var encoder = request.Scorer ?? (known is [var first, ..] ? first : null);
        var series = encoder is null ? [] : await sets.ReadAsync(request, encoder, cancellationToken);
        return TypedResults.Ok(new TimeSeries(request.Metric.Id, request.Bucket.Name, encoder, [.. known.Where(e => e != encoder)], series));
    }
}
