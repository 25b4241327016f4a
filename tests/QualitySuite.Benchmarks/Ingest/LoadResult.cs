namespace QualitySuite.Benchmarks.Ingest;

/// <summary>What became of a load.</summary>
/// <param name="Sent">Requests.</param>
/// <param name="Accepted">Of them with an answer of 2xx.</param>
/// <param name="Seconds">From the first intended send time to the last answer.</param>
/// <param name="LatenciesMs">From each request's intended send time to its answer, ascending; of the accepted ones.</param>
internal sealed record LoadResult(int Sent, int Accepted, double Seconds, double[] LatenciesMs)
{
    public double PerSecond => Accepted / Seconds;

    /// <summary>The latency that so many of a thousand requests do not exceed, ms.</summary>
    public double Percentile(double perMille) =>
        LatenciesMs.Length == 0 ? double.NaN : LatenciesMs[(int)Math.Min(LatenciesMs.Length - 1, Math.Ceiling(perMille / 1000 * LatenciesMs.Length) - 1)];
}
