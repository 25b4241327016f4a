using Microsoft.Extensions.Time.Testing;

namespace QualitySuite.Client.Tests;

/// <summary>Moves a fake clock beside real HTTP: on, in small steps, until something has happened.</summary>
internal static class Clock
{
    public static readonly DateTimeOffset Start = new(2026, 5, 20, 9, 41, 7, TimeSpan.Zero);

    /// <returns>How far it was moved.</returns>
    public static async Task<TimeSpan> MoveUntilAsync(this FakeTimeProvider time, Func<bool> happened, TimeSpan? step = null)
    {
        var begun = time.GetUtcNow();
        while (!happened())
        {
            Assert.InRange(time.GetUtcNow() - begun, TimeSpan.Zero, TimeSpan.FromHours(2));
            time.Advance(step ?? TimeSpan.FromMilliseconds(100));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return time.GetUtcNow() - begun;
    }
}
