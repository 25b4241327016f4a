using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary><c>/v1/generations</c>: record them and read them back.</summary>
internal static class GenerationsApi
{
    public static void MapGenerationsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/generations", SubmitAsync)
            .WithSummary("Record a generation").RequireApiKey(ApiScope.Ingest)
            .WithDescription(
                "multipart/form-data with part \"metadata\" (JSON) and part \"image\" (PNG, JPEG or WebP), "
                + "or JSON alone: with \"imageUrl\", from where the image is fetched, or for a generation without an image.")
            .Accepts<GenerationSubmission>("application/json", "multipart/form-data")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503).ProducesProblem(507)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(SubmissionReader.RequestBytes));
        routes.MapPost("/v1/generations:batch", SubmitBatchAsync).WithSummary("Record generations, one object a line").RequireApiKey(ApiScope.Ingest)
            .AcceptsNdjson<GenerationSubmission>(BatchLimits.GenerationBytes);
        routes.MapGet("/v1/generations", ListAsync).WithSummary("List generations").RequireApiKey(ApiScope.Read)
            .ProducesProblem(403);
        routes.MapGet("/v1/generations/facets", FacetsAsync).WithSummary("The values of the filter dimensions").RequireApiKey(ApiScope.Read).ProducesProblem(403);
        routes.MapGet("/v1/generations/{id}", GetAsync).WithSummary("One generation with everything known about it").RequireApiKey(ApiScope.Read);
    }

    private static async Task<Results<Created<GenerationAccepted>, Ok<GenerationAccepted>, ProblemResult>> SubmitAsync(
        HttpRequest request, ApiCaller caller, GenerationIngest ingest, CancellationToken cancellationToken)
    {
        var (submission, unreadable) = await SubmissionReader.ReadAsync(request, cancellationToken);
        if (submission is null)
        {
            return new ProblemResult(unreadable!);
        }

        using (submission)
        {
            var (accepted, isNew, problem) = await ingest.SubmitAsync(submission, caller, cancellationToken);
            return problem is not null ? new ProblemResult(problem)
                : isNew ? TypedResults.Created(accepted!.Links.Self, accepted)
                : TypedResults.Ok(accepted!);
        }
    }

    private static Task<Results<JsonHttpResult<BatchAnswer>, ProblemHttpResult>> SubmitBatchAsync(
        HttpRequest request, ApiCaller caller, GenerationBatchIngest ingest, CancellationToken cancellationToken) =>
        ingest.SubmitAsync(request, caller, cancellationToken);

    private static async Task<Results<Ok<Generation>, ProblemHttpResult>> GetAsync(
        string id, ApiCaller caller, GenerationReader reader, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var generationId))
        {
            return GenerationProblems.NotAUuid();
        }

        return await reader.FindAsync(generationId, caller.App, cancellationToken) is { } generation
            ? TypedResults.Ok(generation)
            : GenerationProblems.NotFound(generationId);
    }

    private static async Task<Results<Ok<Page<GenerationSummary>>, ValidationProblem, ProblemHttpResult>> ListAsync(
        [AsParameters] ListParameters parameters, ApiCaller caller, GenerationLister lister, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(parameters.App) && !caller.MayUse(parameters.App))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var errors = new FieldErrors();
        var query = parameters.Read(errors, caller.App);
        return errors.Any
            ? Problems.Invalid(errors.ByField)
            : TypedResults.Ok(await lister.ListAsync(query, cancellationToken));
    }

    private static async Task<Results<Ok<GenerationFacets>, ValidationProblem, ProblemHttpResult>> FacetsAsync(
        string? app, ApiCaller caller, FacetStore facets, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(app) && !caller.MayUse(app))
        {
            return GenerationProblems.OtherApp(caller);
        }

        var errors = new FieldErrors();
        errors.CheckText("app", app, GenerationLimits.NameCharacters);
        return errors.Any
            ? Problems.Invalid(errors.ByField)
            : TypedResults.Ok(await facets.ReadAsync(caller.App ?? (app is "" ? null : app), cancellationToken));
    }
}
