using Microsoft.Extensions.Time.Testing;
using QualitySuite.Cli.Import;

namespace QualitySuite.Cli.Tests.Import;

public sealed class RowPaceTests
{
    [Fact]
    public async Task Rows_go_no_faster_than_they_may_whoever_sends_them()
    {
        var time = new FakeTimeProvider();
        var pace = new RowPace(rowsPerSecond: 10, time);
        var batches = Enumerable.Range(0, 3).Select(_ => pace.WaitAsync(20, TestContext.Current.CancellationToken)).ToList();

        Assert.Equal([true, false, false], batches.Select(batch => batch.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(2));
        await batches[1];
        Assert.False(batches[2].IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await batches[2];
    }

    [Fact]
    public void Without_a_rate_nothing_waits() =>
        Assert.True(new RowPace(rowsPerSecond: null, new FakeTimeProvider()).WaitAsync(1_000_000, TestContext.Current.CancellationToken).IsCompleted);
}
