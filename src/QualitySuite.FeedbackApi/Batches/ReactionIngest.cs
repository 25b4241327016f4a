using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.FeedbackApi.Widget;
using QualitySuite.FeedbackApi.Writing;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Batches;

/// <summary>The way of feedback and of events into the database: one at a time, sharing round trips with others, or as a batch. Answered after the commit.</summary>
internal sealed class ReactionIngest<TSubmission, TRow> : IAsyncDisposable
    where TSubmission : class
    where TRow : class, IReaction
{
    private const int RowsAtOnce = 1_000;

    private readonly IIntake<TSubmission, TRow> _intake;
    private readonly RowWriter<TRow, WriteOutcome> _writer;
    private readonly GenerationTokens _tokens;
    private readonly MicroBatcher<TRow, WriteOutcome> _singles;
    private readonly SemaphoreSlim _batches;
    private readonly SemaphoreSlim _batchWriters;

    public ReactionIngest(
        IIntake<TSubmission, TRow> intake, RowWriter<TRow, WriteOutcome> writer, GenerationTokens tokens, IOptions<WriteOptions> options, TimeProvider time)
    {
        _intake = intake;
        _writer = writer;
        _tokens = tokens;
        _singles = new MicroBatcher<TRow, WriteOutcome>(options.Value, writer, time);
        _batches = new SemaphoreSlim(options.Value.MostBatches);
        _batchWriters = new SemaphoreSlim(options.Value.Writers);
    }

    public async Task<Results<Accepted<Recorded>, ValidationProblem, ProblemHttpResult>> SubmitAsync(TSubmission submission, ApiCaller caller)
    {
        var (row, errors) = _intake.Read(submission, caller);
        if (row is null)
        {
            return Problems.Invalid(errors.ByField);
        }

        if (_tokens.Refuse(caller, _intake.TokenOf(submission), row) is { } refusal)
        {
            return refusal;
        }

        if (_singles.TryWrite(row) is not { } writing)
        {
            return Busy.Rows();
        }

        var outcome = (await writing).OutcomeOrThrow();
        return StatusOf(outcome) is { } status
            ? TypedResults.Accepted((string?)null, new Recorded(status))
            : GenerationProblems.NotFound(row.GenerationId);
    }

    public async Task<Results<JsonHttpResult<BatchAnswer>, ProblemHttpResult>> SubmitAsync(HttpRequest request, ApiCaller caller, CancellationToken cancellationToken)
    {
        var body = new BatchBody<TSubmission>(request, BatchLimits.Reactions, (int)FeedbackLimits.RequestBytes);
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

    public async ValueTask DisposeAsync()
    {
        await _singles.DisposeAsync();
        _batches.Dispose();
        _batchWriters.Dispose();
    }

    private async Task<JsonHttpResult<BatchAnswer>> SubmitAsync(BatchBody<TSubmission> body, ApiCaller caller, CancellationToken cancellationToken)
    {
        var results = new BatchResults();
        var writing = Task.CompletedTask;
        var rows = new List<(int Index, TRow Row)>(RowsAtOnce);
        try
        {
            while (await body.NextAsync(cancellationToken))
            {
                if (body.Value is not { } submission)
                {
                    results.Refuse(body.Index, body.Problem!);
                    continue;
                }

                var (row, errors) = _intake.Read(submission, caller);
                if (row is null)
                {
                    results.Refuse(body.Index, Problems.Invalid(errors.ByField));
                    continue;
                }

                if (_tokens.Refuse(caller, _intake.TokenOf(submission), row) is { } refusal)
                {
                    results.Refuse(body.Index, refusal);
                    continue;
                }

                rows.Add((body.Index, row));
                if (rows.Count == RowsAtOnce)
                {
                    // The next lines are read while these are written.
                    await writing;
                    writing = WriteAsync(rows, results);
                    rows = new List<(int, TRow)>(RowsAtOnce);
                }
            }
        }
        finally
        {
            await writing;
        }

        await WriteAsync(rows, results);
        return results.ToAnswer();
    }

    // Not cancelled when the client leaves: what was taken in whole lines is kept, and a retry finds it there.
    private async Task WriteAsync(List<(int Index, TRow Row)> rows, BatchResults results)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await _batchWriters.WaitAsync(CancellationToken.None);
        try
        {
            var written = await _writer.WriteAsync(rows.ConvertAll(r => r.Row).ToArray(), CancellationToken.None);
            for (var i = 0; i < written.Length; i++)
            {
                Tell(results, rows[i].Index, rows[i].Row, written[i]);
            }
        }
        finally
        {
            _batchWriters.Release();
        }
    }

    private static void Tell(BatchResults results, int index, TRow row, Written<WriteOutcome> written)
    {
        if (written.Failure is { } failure)
        {
            results.Refuse(index, Problems.Of(failure));
        }
        else if (StatusOf(written.Outcome) is { } status)
        {
            results.Accept(index, status);
        }
        else
        {
            results.Refuse(index, GenerationProblems.NotFound(row.GenerationId));
        }
    }

    private static RecordedStatus? StatusOf(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Recorded => RecordedStatus.Recorded,
        WriteOutcome.Held => RecordedStatus.Held,
        _ => null,
    };
}
