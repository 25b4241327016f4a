using System.Net;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using QualitySuite.Benchmarks.Processes;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>The Feedback API as it is deployed, its servers, a key and generations to react to.</summary>
internal sealed class IngestBench : IAsyncDisposable
{
    private const int GenerationCount = 20_000;

    private const string SeedText = """
        with ids as (
            select gen_random_uuid() as id, now() - make_interval(secs => i) as at from generate_series(1, $1) i
        ), keys as (
            insert into feedback.generation_keys (id, created_at, app) select id, at, 'benchmark' from ids
        ), generations as (
            insert into feedback.generations (id, created_at, app, prompt, model_name, model_version, outcome)
            select id, at, 'benchmark', 'p', 'painter', '1', 'succeeded' from ids
        )
        select id from ids
        """;

    private readonly Servers _servers;
    private readonly TelemetrySink _sink;
    private readonly DirectoryInfo _images;

    private IngestBench(Servers servers, TelemetrySink sink, DirectoryInfo images, NpgsqlDataSource database) =>
        (_servers, _sink, _images, Database) = (servers, sink, images, database);

    public NpgsqlDataSource Database { get; }

    public ServiceProcess Api { get; private set; } = null!;

    public IReadOnlyList<Guid> Generations { get; private set; } = [];

    public Requests Requests { get; private set; } = null!;

    public IPEndPoint Address => new(IPAddress.Loopback, Api.Address.Port);

    public static async Task<IngestBench> OpenAsync(CancellationToken cancellationToken)
    {
        var servers = await Servers.StartAsync(cancellationToken);
        var bench = new IngestBench(
            servers, await TelemetrySink.StartAsync(cancellationToken), Directory.CreateTempSubdirectory("quality-bench-"), NpgsqlDataSource.Create(servers.Postgres));
        try
        {
            await bench.PrepareAsync(cancellationToken);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>Rows of a table.</summary>
    public async Task<long> CountAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (Api is not null)
        {
            await Api.DisposeAsync();
        }

        await Database.DisposeAsync();
        await _sink.DisposeAsync();
        await _servers.DisposeAsync();
        _images.Delete(recursive: true);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var key = $"qs_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        await using (var insert = Database.CreateCommand(
            "insert into feedback.api_keys (id, name, app, scopes, hash) values (gen_random_uuid(), 'benchmark', 'benchmark', '{ingest}', $1)"))
        {
            insert.Parameters.AddWithValue(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var seed = Database.CreateCommand(SeedText))
        {
            seed.Parameters.AddWithValue(GenerationCount);
            await using var reader = await seed.ExecuteReaderAsync(cancellationToken);
            var ids = new List<Guid>(GenerationCount);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(reader.GetGuid(0));
            }

            Generations = ids;
        }

        Api = await ServiceProcess.StartAsync(
            "QualitySuite.FeedbackApi",
            _servers,
            new Dictionary<string, string>
            {
                ["ImageStore__Path"] = _images.FullName,
                ["UserKeys__Secret"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _sink.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",

                // Its listener to allocations costs what is measured here.
                ["DOTNET_STARTUP_HOOKS"] = "",
            },
            cancellationToken);
        Requests = new Requests(Api.Address, key, Generations);
    }
}
