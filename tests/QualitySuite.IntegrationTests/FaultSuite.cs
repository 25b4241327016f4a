using Aspire.Hosting.Testing;
using Dapper;
using QualitySuite.Contracts.Generations;
using QualitySuite.Storage.Queue;
using QualitySuite.Storage.Tests;
using StackExchange.Redis;

namespace QualitySuite.IntegrationTests;

/// <summary>The tests of this collection share a suite that they break; each leaves it whole.</summary>
[CollectionDefinition(nameof(FaultSuite))]
public sealed class FaultSuiteCollection : ICollectionFixture<FaultSuite>;

/// <summary>A suite of its own for the tests that kill and stop parts of it, with a worker that takes over soon and a small disk for its images.</summary>
public sealed class FaultSuite : IAsyncLifetime
{
    /// <summary>When what a worker holds without a word is taken over; the suite's own setting is longer.</summary>
    public static readonly TimeSpan RedeliverAfter = TimeSpan.FromSeconds(3);

    private Suite? _suite;

    /// <summary>The file system that the images lie on.</summary>
    public SmallDisk Disk { get; } = new(megabytes: 64);

    /// <summary>The running suite. Without servers the test is skipped, or fails where CI is set.</summary>
    public Suite Running
    {
        get
        {
            Suite.RequireServers();
            return _suite!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Suite.ServersAreInstalled || Suite.IsCi)
        {
            _suite = await Suite.StartAsync(
                TestContext.Current.CancellationToken,
                [
                    $"--ScoringWorker:RedeliverAfter={RedeliverAfter:c}", $"--ImageStore:Path={Disk.Folder}", .. Erasures.SoonFinished, "--Erasure:StepRows=20",
                ]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_suite is not null)
        {
            await _suite.DisposeAsync();
        }

        Disk.Dispose();
    }

    public Task StopAsync(string resource, CancellationToken cancellationToken) => Running.CommandAsync(resource, "resource-stop", cancellationToken);

    public Task StartAsync(string resource, CancellationToken cancellationToken) => Running.CommandAsync(resource, "resource-start", cancellationToken);

    /// <summary>Power cut: no process of the resource gets to do another thing.</summary>
    public Task KillAsync(string resource, CancellationToken cancellationToken) => Running.CommandAsync(resource, "resource-kill", cancellationToken);

    /// <summary>Waits until API and worker say that all they need is there again, and drops the test's own connections that died.</summary>
    public async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        Running.Database.Clear();
        using var worker = Running.HttpFor("scoring-worker");
        while (!(await IsHealthyAsync(Running.Api, cancellationToken) && await IsHealthyAsync(worker, cancellationToken)))
        {
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Waits until the generation is scored or has failed, outages in between included.</summary>
    public Task<Generation> WaitForScoresAsync(Guid id, CancellationToken cancellationToken) =>
        Suite.PatientlyAsync(() => Running.WaitForScoresAsync(id, cancellationToken), cancellationToken);

    /// <summary>A connection to the queue's server; the caller disposes it.</summary>
    public async Task<ConnectionMultiplexer> ConnectRedisAsync(CancellationToken cancellationToken)
    {
        var options = ConfigurationOptions.Parse((await Running.App.GetConnectionStringAsync("redis", cancellationToken))!);
        options.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Generations of an app whose entries a worker has read, has not acknowledged, and has stored no scores of.</summary>
    public async Task<Guid[]> InFlightAsync(IDatabase redis, string app, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        foreach (var held in await redis.StreamPendingMessagesAsync(ScoringQueue.Stream, ScoringQueue.Group, 1_000, RedisValue.Null))
        {
            // Null: acknowledged since.
            if (await redis.StreamRangeAsync(ScoringQueue.Stream, held.MessageId, held.MessageId, 1) is [var entry])
            {
                ids.Add(Guid.ParseExact(entry["id"]!, "N"));
            }
        }

        await using var connection = await Running.Database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<Guid>("""
            select p.generation_id from scoring.pending p join feedback.generations g on g.id = p.generation_id
            where g.app = @app and p.generation_id = any(@ids)
            """, new { app, ids = ids.ToArray() })];
    }

    private static async Task<bool> IsHealthyAsync(HttpClient service, CancellationToken cancellationToken)
    {
        try
        {
            using var health = await service.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            return health.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It is not up yet.
            return false;
        }
    }
}
