namespace QualitySuite.Cli.Import;

/// <summary>Holds rows back so that no more are sent a second than may be.</summary>
internal sealed class RowPace(double? rowsPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _begun = time.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Waits until so many rows may go.</summary>
    public Task WaitAsync(int rows, CancellationToken cancellationToken)
    {
        if (rowsPerSecond is not { } rate)
        {
            return Task.CompletedTask;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_begun);
            _next = _next > now ? _next : now;
            wait = _next - now;
            _next += TimeSpan.FromSeconds(rows / rate);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
