using Microsoft.Extensions.Time.Testing;
using QualitySuite.FeedbackApi.Writing;

namespace QualitySuite.FeedbackApi.Tests.Writing;

public sealed class ReceptionClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Times_that_fall_together_are_a_microsecond_apart()
    {
        var time = new FakeTimeProvider(Start);
        var clock = new ReceptionClock(time);

        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(_ => (clock.Next() - Start).Ticks / TimeSpan.TicksPerMicrosecond));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Start.AddMilliseconds(1), clock.Next());
    }

    [Fact]
    public void No_two_are_alike_however_many_ask_at_once()
    {
        var clock = new ReceptionClock(new FakeTimeProvider(Start));
        var times = new DateTimeOffset[10_000];

        Parallel.For(0, times.Length, i => times[i] = clock.Next());

        Assert.Equal(times.Length, times.Distinct().Count());
    }
}
