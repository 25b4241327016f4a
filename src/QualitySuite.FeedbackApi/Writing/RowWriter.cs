using Npgsql;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>
/// Writes rows together and tells of each for itself. What the database refuses is halved until the row at fault is alone, so it fails by itself;
/// in an outage all of them fail at once.
/// </summary>
/// <param name="write">Writes the rows in one transaction; the outcomes are in their order.</param>
internal sealed class RowWriter<TRow, TOutcome>(Func<ArraySegment<TRow>, CancellationToken, Task<TOutcome[]>> write)
{
    public async Task<Written<TOutcome>[]> WriteAsync(ArraySegment<TRow> rows, CancellationToken cancellationToken)
    {
        var written = new Written<TOutcome>[rows.Count];
        await WriteAsync(rows, written, cancellationToken);
        return written;
    }

    private async Task WriteAsync(ArraySegment<TRow> rows, ArraySegment<Written<TOutcome>> written, CancellationToken cancellationToken)
    {
        try
        {
            var outcomes = await WriteOrRepeatAsync(rows, cancellationToken);
            for (var i = 0; i < outcomes.Length; i++)
            {
                written[i] = new Written<TOutcome>(outcomes[i], null);
            }
        }
        catch (PostgresException e) when (rows.Count > 1 && Outage.DependencyOf(e) is null)
        {
            var half = rows.Count / 2;
            await WriteAsync(rows[..half], written[..half], cancellationToken);
            await WriteAsync(rows[half..], written[half..], cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            written.AsSpan().Fill(new Written<TOutcome>(default!, e));
        }
    }

    // Rows are written in the order of their keys, so two statements rarely lock each other out; when they do, the database ends one of them.
    private async Task<TOutcome[]> WriteOrRepeatAsync(ArraySegment<TRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            return await write(rows, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected)
        {
            return await write(rows, cancellationToken);
        }
    }
}
