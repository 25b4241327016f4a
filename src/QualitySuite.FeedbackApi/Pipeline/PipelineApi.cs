using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Pipeline;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Queue;
using StackExchange.Redis;

namespace QualitySuite.FeedbackApi.Pipeline;

/// <summary><c>/v1/pipeline</c> and <c>/v1/dead-letters</c>: how the way from ingest to scores is doing.</summary>
internal static class PipelineApi
{
    public static void MapPipelineApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/pipeline", StatusAsync).WithSummary("Pending images, queue and rates").RequireApiKey(ApiScope.Read);
        routes.MapGet("/v1/dead-letters", ListAsync).WithSummary("Images that could not be scored, newest first").RequireApiKey(ApiScope.Read);
        routes.MapPost("/v1/dead-letters/{id}:replay", ReplayAsync).WithSummary("Queue a dead letter again").RequireApiKey(ApiScope.Admin)
            .ProducesProblem(404);
    }

    private static async Task<Ok<PipelineStatus>> StatusAsync(
        ApiCaller caller, PipelineStore store, ScoringQueue queue, IConnectionMultiplexer redis, CancellationToken cancellationToken)
    {
        var ledger = await store.CountAsync(caller.App, cancellationToken);
        // The stream is of all apps, so what is in it is not for a key of one.
        var depth = caller.App is null ? await DepthAsync(queue, redis) : null;
        return TypedResults.Ok(new PipelineStatus(
            ledger.Pending, ledger.OldestPendingSeconds, depth?.Lag, depth?.InFlight, new PipelineRates(ledger.Ingested, ledger.Scored), ledger.DeadLetters,
            ledger.Held, ledger.Orphaned));
    }

    // The ledger is in Postgres, so the page goes on without Redis and says that the queue is not known.
    private static async Task<QueueDepth?> DepthAsync(ScoringQueue queue, IConnectionMultiplexer redis)
    {
        try
        {
            return redis.IsConnected ? await queue.DepthAsync() : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }

    private static async Task<Results<Ok<Page<DeadLetter>>, ValidationProblem>> ListAsync(
        string? limit, string? cursor, ApiCaller caller, PipelineStore store, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var take = QueryText.Limit(errors, limit, standard: 50, most: 500);
        var after = Cursor.Read<DeadLetterPosition>(errors, cursor);
        return errors.Any
            ? Problems.Invalid(errors.ByField)
            : TypedResults.Ok(await store.ListDeadLettersAsync(caller.App, after, take, cancellationToken));
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ReplayAsync(
        string id, ApiCaller caller, PipelineStore store, QueueSender queue, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var generationId))
        {
            return GenerationProblems.NotAUuid();
        }

        var (outcome, createdAt) = await store.ReplayAsync(generationId, caller.App, cancellationToken);
        if (outcome == ReplayOutcome.Unknown)
        {
            return Problems.NotFound($"There is no dead letter {generationId}.");
        }

        if (outcome == ReplayOutcome.Queued)
        {
            await queue.SendAsync(new QueuedImage(generationId, createdAt, TraceParent: null));
        }

        return TypedResults.Accepted((string?)null);
    }
}
