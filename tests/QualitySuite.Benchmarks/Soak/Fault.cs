namespace QualitySuite.Benchmarks.Soak;

/// <summary>Something that breaks and comes back.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Strike">Breaks it and mends it.</param>
internal sealed record Fault(string Name, Func<SoakSuite, CancellationToken, Task> Strike)
{
    private static readonly TimeSpan RedisOut = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DiskFull = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PostgresOut = TimeSpan.FromSeconds(10);

    /// <summary>Those that can be had on this machine.</summary>
    public static IReadOnlyList<Fault> All(bool ownsDisk) =>
    [
        new("Postgres restarted", (suite, stop) => suite.CommandAsync("postgres", "resource-restart", stop)),
        new("Postgres killed, back after 10 s", (suite, stop) => OutAsync(suite, "postgres", PostgresOut, stop)),
        new("Redis gone for a minute", (suite, stop) => OutAsync(suite, "redis", RedisOut, stop)),
        new("Feedback API killed and started", (suite, stop) => OutAsync(suite, "feedback-api", TimeSpan.FromSeconds(2), stop)),
        new("Scoring worker killed and started", (suite, stop) => OutAsync(suite, "scoring-worker", TimeSpan.FromSeconds(2), stop)),
        new("Monitor killed and started", (suite, stop) => OutAsync(suite, "monitor", TimeSpan.FromSeconds(2), stop)),
        .. ownsDisk ? (Fault[])[new("disk of the image store full for 20 s", FillAsync)] : [],
    ];

    private static async Task OutAsync(SoakSuite suite, string resource, TimeSpan time, CancellationToken cancellationToken)
    {
        await suite.CommandAsync(resource, "resource-kill", cancellationToken);
        await Task.Delay(time, cancellationToken);
        await suite.CommandAsync(resource, "resource-start", cancellationToken);
    }

    private static async Task FillAsync(SoakSuite suite, CancellationToken cancellationToken)
    {
        await suite.FillDiskAsync(cancellationToken);
        await Task.Delay(DiskFull, cancellationToken);
        suite.FreeDisk();
    }
}
