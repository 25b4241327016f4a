using System.Collections.Concurrent;
using Npgsql;
using QualitySuite.FeedbackApi.Writing;

namespace QualitySuite.FeedbackApi.Tests.Writing;

public sealed class MicroBatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<int[]> _statements = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_come_while_a_statement_is_under_way_share_the_next_one()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var batcher = Batcher(new WriteOptions { Writers = 1, LongestWait = TimeSpan.Zero, MostRows = 100 }, async rows =>
        {
            begun.TrySetResult();
            await gate.Task;
            return rows;
        });
        var first = batcher.TryWrite(0)!;
        await begun.Task.WaitAsync(Patience, Cancellation);
        var others = Enumerable.Range(1, 150).Select(i => batcher.TryWrite(i)!).ToList();
        gate.SetResult();

        Assert.Equal(Enumerable.Range(0, 151), (await Task.WhenAll([first, .. others]).WaitAsync(Patience, Cancellation)).Select(w => w.OutcomeOrThrow()));
        Assert.Equal([1, 100, 50], _statements.Select(s => s.Length));
    }

    [Fact]
    public async Task A_row_is_answered_only_after_its_statement()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var batcher = Batcher(new WriteOptions(), async rows =>
        {
            await gate.Task;
            return rows;
        });

        var writing = batcher.TryWrite(7)!;
        await Task.Delay(50, Cancellation);
        Assert.False(writing.IsCompleted);
        gate.SetResult();
        Assert.Equal(7, (await writing.WaitAsync(Patience, Cancellation)).OutcomeOrThrow());
    }

    [Fact]
    public async Task Who_comes_when_as_many_wait_as_may_is_turned_away_and_those_who_wait_are_served()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var batcher = Batcher(new WriteOptions { Writers = 1, MostRows = 1, MostWaiting = 5, LongestWait = TimeSpan.Zero }, async rows =>
        {
            begun.TrySetResult();
            await gate.Task;
            return rows;
        });
        var first = batcher.TryWrite(0)!;
        await begun.Task.WaitAsync(Patience, Cancellation);
        var tries = Enumerable.Range(1, 8).Select(batcher.TryWrite).ToList();

        Assert.Equal([false, false, false, false, false, true, true, true], tries.Select(t => t is null));
        gate.SetResult();
        Assert.Equal([0, 1, 2, 3, 4, 5], (await Task.WhenAll([first, .. tries.OfType<Task<Written<int>>>()]).WaitAsync(Patience, Cancellation)).Select(w => w.OutcomeOrThrow()));
        Assert.NotNull(batcher.TryWrite(9));
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_fails_alone()
    {
        await using var batcher = Batcher(new WriteOptions { Writers = 1, LongestWait = TimeSpan.FromMilliseconds(200) }, rows => rows.Contains(13)
            ? Task.FromException<int[]>(new PostgresException("no", "ERROR", "ERROR", PostgresErrorCodes.CheckViolation))
            : Task.FromResult(rows));

        var written = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => batcher.TryWrite(i)!)).WaitAsync(Patience, Cancellation);

        Assert.Equal([13], Enumerable.Range(0, 40).Where(i => written[i].Failure is not null));
        Assert.Equal(PostgresErrorCodes.CheckViolation, Assert.Throws<PostgresException>(() => written[13].OutcomeOrThrow()).SqlState);
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i != 13), written.Where(w => w.Failure is null).Select(w => w.Outcome));
    }

    [Fact]
    public async Task In_an_outage_all_rows_of_the_statement_fail_at_once()
    {
        await using var batcher = Batcher(new WriteOptions { Writers = 1, LongestWait = TimeSpan.FromMilliseconds(200) }, _ =>
            Task.FromException<int[]>(new PostgresException("down", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown)));

        var written = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => batcher.TryWrite(i)!)).WaitAsync(Patience, Cancellation);

        Assert.All(written, w => Assert.IsType<PostgresException>(w.Failure));
        Assert.InRange(_statements.Count, 1, 2);
    }

    [Fact]
    public async Task A_fault_of_ours_in_one_statement_does_not_stop_the_next()
    {
        var tries = 0;
        await using var batcher = Batcher(new WriteOptions { Writers = 1 }, rows =>
            tries++ == 0 ? Task.FromException<int[]>(new InvalidOperationException("bug")) : Task.FromResult(rows));

        await Assert.ThrowsAsync<InvalidOperationException>(() => batcher.TryWrite(1)!.WaitAsync(Patience, Cancellation));
        Assert.Equal(2, (await batcher.TryWrite(2)!.WaitAsync(Patience, Cancellation)).OutcomeOrThrow());
    }

    [Fact]
    public async Task Stopping_writes_what_waits()
    {
        var batcher = Batcher(new WriteOptions { Writers = 1, MostRows = 3 }, async rows =>
        {
            await Task.Delay(20, Cancellation);
            return rows;
        });
        var writing = Enumerable.Range(0, 20).Select(i => batcher.TryWrite(i)!).ToList();

        await batcher.DisposeAsync();

        Assert.All(writing, w => Assert.True(w.IsCompletedSuccessfully));
        Assert.Null(batcher.TryWrite(21));
    }

    private MicroBatcher<int, int> Batcher(WriteOptions options, Func<int[], Task<int[]>> write) => new(
        options,
        new RowWriter<int, int>((rows, _) =>
        {
            int[] copy = [.. rows];
            _statements.Enqueue(copy);
            return write(copy);
        }),
        TimeProvider.System);
}
