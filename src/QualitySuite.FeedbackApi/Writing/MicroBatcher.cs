using System.Threading.Channels;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>
/// Lets the rows of concurrent requests share round trips: a writer takes what waits, at most so many rows and waiting for others at most so long,
/// and each request goes on when its row is committed. What waits is bounded: while the database is slow, who comes too many is turned away.
/// </summary>
internal sealed class MicroBatcher<TRow, TOutcome> : IAsyncDisposable
{
    private readonly Channel<Waiting> _waiting;
    private readonly WriteOptions _options;
    private readonly RowWriter<TRow, TOutcome> _writer;
    private readonly TimeProvider _time;
    private readonly Task[] _loops;

    public MicroBatcher(WriteOptions options, RowWriter<TRow, TOutcome> writer, TimeProvider time)
    {
        _options = options;
        _writer = writer;
        _time = time;
        _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.MostWaiting) { FullMode = BoundedChannelFullMode.Wait });
        _loops = [.. Enumerable.Range(0, options.Writers).Select(_ => Task.Run(WriteLoopAsync))];
    }

    /// <summary>Hands a row to the next round trip.</summary>
    /// <returns>Ends when the row is committed, with what became of it; null: as many rows wait as may.</returns>
    public Task<Written<TOutcome>>? TryWrite(TRow row)
    {
        var waiting = new Waiting(row);
        return _waiting.Writer.TryWrite(waiting) ? waiting.Done.Task : null;
    }

    /// <summary>Takes no more rows and ends when those that wait are written.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_loops);
    }

    private async Task WriteLoopAsync()
    {
        var batch = new List<Waiting>();
        var rows = new TRow[_options.MostRows];
        while (await _waiting.Reader.WaitToReadAsync())
        {
            Take(batch);
            if (batch.Count < _options.MostRows && _options.LongestWait > TimeSpan.Zero)
            {
                await Task.Delay(_options.LongestWait, _time);
                Take(batch);
            }

            if (batch.Count > 0)
            {
                await WriteAsync(batch, rows);
                Array.Clear(rows, 0, batch.Count);
                batch.Clear();
            }
        }
    }

    private void Take(List<Waiting> batch)
    {
        while (batch.Count < _options.MostRows && _waiting.Reader.TryRead(out var waiting))
        {
            batch.Add(waiting);
        }
    }

    private async Task WriteAsync(List<Waiting> batch, TRow[] rows)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            rows[i] = batch[i].Row;
        }

        Written<TOutcome>[] written;
        try
        {
            // Not cancelled by one of the requests: the others wait for the same round trip.
            written = await _writer.WriteAsync(new ArraySegment<TRow>(rows, 0, batch.Count), CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to these requests, which log and answer it, and not to those that come after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            batch.ForEach(waiting => waiting.Done.SetException(e));
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Done.SetResult(written[i]);
        }
    }

    private sealed class Waiting(TRow row)
    {
        public TRow Row { get; } = row;

        public TaskCompletionSource<Written<TOutcome>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
