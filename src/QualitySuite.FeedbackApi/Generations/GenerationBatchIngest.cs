using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.FeedbackApi.Writing;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary><c>POST /v1/generations:batch</c>: each line goes its own way, a few of them at a time, so that their rows share round trips.</summary>
internal sealed class GenerationBatchIngest(GenerationIngest ingest) : IDisposable
{
    // Each line under way holds its image: these bound the memory.
    private const int LinesAtOnce = 4;
    private const int MostBatches = 8;

    private readonly SemaphoreSlim _batches = new(MostBatches);

    public async Task<Results<JsonHttpResult<BatchAnswer>, ProblemHttpResult>> SubmitAsync(HttpRequest request, ApiCaller caller, CancellationToken cancellationToken)
    {
        var body = new BatchBody<GenerationSubmission>(request, BatchLimits.Generations, BatchLimits.GenerationLineBytes);
        if (body.Refusal() is { } refusal)
        {
            return refusal;
        }

        if (!_batches.Wait(0, CancellationToken.None))
        {
            return Busy.Batches();
        }

        try
        {
            return await SubmitAsync(body, caller, cancellationToken);
        }
        finally
        {
            _batches.Release();
        }
    }

    public void Dispose() => _batches.Dispose();

    private async Task<JsonHttpResult<BatchAnswer>> SubmitAsync(BatchBody<GenerationSubmission> body, ApiCaller caller, CancellationToken cancellationToken)
    {
        var results = new BatchResults();
        var lines = new List<Task>();
        try
        {
            while (await body.NextAsync(cancellationToken))
            {
                if (body.Value is not { } submission)
                {
                    results.Refuse(body.Index, body.Problem!);
                    continue;
                }

                lines.Add(SubmitLineAsync(body.Index, submission, caller, results));
                if (lines.Count == LinesAtOnce)
                {
                    lines.Remove(await Task.WhenAny(lines));
                }
            }
        }
        finally
        {
            await Task.WhenAll(lines);
        }

        return results.ToAnswer();
    }

    // Not cancelled when the client leaves: a whole line is a generation, and a retry finds it there.
    private async Task SubmitLineAsync(int index, GenerationSubmission submission, ApiCaller caller, BatchResults results)
    {
        try
        {
            var (accepted, isNew, problem) = await ingest.SubmitAsync(new ReceivedSubmission(submission, Upload: null), caller, CancellationToken.None);
            if (problem is not null)
            {
                results.Refuse(index, problem);
            }
            else
            {
                results.Accept(index, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, accepted!.Id);
            }
        }
#pragma warning disable CA1031 // An outage or a fault of ours is told of the line that met it; the others go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            results.Refuse(index, Problems.Of(e));
        }
    }
}
