namespace QualitySuite.Client.Retries;

/// <summary>The pauses between the attempts of one call: exponential with jitter over the upper half ("equal jitter",
/// M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015).</summary>
internal sealed class Backoff(RetryOptions options, Random random)
{
    private const int MostDoublings = 30;

    /// <summary>Added to a Retry-After at most, so that those who were told the same moment do not all come in it.</summary>
    private const double RetryAfterSpread = 0.1;

    private int _failures;

    /// <summary>The pause after another failure. <paramref name="retryAfter"/>: what the server asked for; null: it said nothing.</summary>
    public TimeSpan Next(TimeSpan? retryAfter)
    {
        var grown = options.FirstPause * Math.Pow(2, Math.Min(_failures++, MostDoublings));
        var pause = (grown < options.LongestPause ? grown : options.LongestPause) * (0.5 + (random.NextDouble() / 2));
        return retryAfter is { } asked && asked * (1 + RetryAfterSpread) > pause ? asked * (1 + (RetryAfterSpread * random.NextDouble())) : pause;
    }

    /// <summary>Begins anew after something went through.</summary>
    public void Reset() => _failures = 0;

    /// <summary>Draws that differ between processes and can be replayed from the seed.</summary>
    public static Random RandomOf(TimeProvider time) => new(HashCode.Combine(Environment.ProcessId, Environment.MachineName, time.GetTimestamp()));
}
