namespace QualitySuite.FeedbackApi.Writing;

/// <summary>
/// Times of reception in whole microseconds, as Postgres keeps them, no two alike: which of two votes is the later one can always be told, also of
/// two that are written in one statement.
/// </summary>
internal sealed class ReceptionClock(TimeProvider time)
{
    private long _last;

    public DateTimeOffset Next()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var now = Math.Max(time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond, last + 1);
            if (Interlocked.CompareExchange(ref _last, now, last) == last)
            {
                return new DateTimeOffset(now * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
            }
        }
    }
}
