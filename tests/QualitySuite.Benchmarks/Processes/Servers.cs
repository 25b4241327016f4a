using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace QualitySuite.Benchmarks.Processes;

/// <summary>A real Postgres with the suite's schema and a real Redis, on throw-away data.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private const string Database = "quality";
    private const string Queue = "redis";
    private const string Migrations = "migrations";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly DistributedApplication _application;

    private Servers(DistributedApplication application, string postgres, string redis) => (_application, Postgres, Redis) = (application, postgres, redis);

    /// <summary>Connection string.</summary>
    public string Postgres { get; }

    /// <summary>Connection string.</summary>
    public string Redis { get; }

    /// <summary>Starts both and waits for the schema.</summary>
    public static async Task<Servers> StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        // As under test: any free ports, and a run folder that goes at the end.
        var builder = DistributedApplication.CreateBuilder(["--DcpPublisher:RandomizePorts=true"]);
        var database = builder.AddPostgres("postgres").AddDatabase(Database);
        builder.AddRedis(Queue).WithPersistence();
        builder.AddProject<MigrationsProject>(Migrations).WithReference(database).WaitFor(database);
        var application = builder.Build();
        try
        {
            await application.StartAsync(limit.Token);
            await application.ResourceNotifications.WaitForResourceHealthyAsync(Queue, limit.Token);
            var migrated = await application.ResourceNotifications.WaitForResourceAsync(
                Migrations, change => IsEnd(change.Snapshot.State?.Text), limit.Token);
            if (migrated.Snapshot.State?.Text != KnownResourceStates.Finished)
            {
                throw new BenchmarkException("The database was not migrated.");
            }

            return new Servers(
                application,
                (await application.GetConnectionStringAsync(Database, limit.Token))!,
                (await application.GetConnectionStringAsync(Queue, limit.Token))!);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }

    private static bool IsEnd(string? state) =>
        state == KnownResourceStates.Finished || state == KnownResourceStates.FailedToStart || state == KnownResourceStates.Exited;

    private sealed class MigrationsProject : IProjectMetadata
    {
        private const string Name = "QualitySuite.Migrations";

        public string ProjectPath => Path.Combine(Folders.Repository, "src", Name, $"{Name}.csproj");

        public string TargetPath => Folders.AssemblyOf(Name);
    }
}
