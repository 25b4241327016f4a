using Npgsql;
using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Benchmarks.Processes;
using StackExchange.Redis;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>Servers and what a worker needs of them.</summary>
internal sealed class PipelineBench(Servers servers, NpgsqlDataSource database, ConnectionMultiplexer redis, string pack, ImageSet set) : IAsyncDisposable
{
    /// <summary>Images before the measured ones: they compile the code, fill the pools and embed the prompts.</summary>
    private const int WarmUp = 192;

    private readonly Backlog _backlog = new(database, redis);
    private IReadOnlyList<string>? _technical;

    public static async Task<PipelineBench> OpenAsync(string pack, ImageSet set, CancellationToken cancellationToken)
    {
        var servers = await Servers.StartAsync(cancellationToken);
        try
        {
            return new PipelineBench(servers, NpgsqlDataSource.Create(servers.Postgres), await ConnectionMultiplexer.ConnectAsync(servers.Redis), pack, set);
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async Task<WorkerSpeed> MeasureAsync(WorkerVariant variant, int count, CancellationToken cancellationToken)
    {
        await using var worker = await StartAsync(variant, cancellationToken);
        var before = await worker.ReadCountersAsync(cancellationToken);
        var elapsed = await _backlog.RunAsync(set, count, cancellationToken);
        return WorkerSpeed.Of(count, elapsed, before, await worker.ReadCountersAsync(cancellationToken));
    }

    public async Task<WorkerTrace> TraceAsync(WorkerVariant variant, int count, CancellationToken cancellationToken)
    {
        await using var worker = await StartAsync(variant, cancellationToken);
        return await WorkerTrace.RecordAsync(worker.Id, () => _backlog.RunAsync(set, count, cancellationToken), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        await database.DisposeAsync();
        await servers.DisposeAsync();
    }

    private async Task<WorkerProcess> StartAsync(WorkerVariant variant, CancellationToken cancellationToken)
    {
        _technical ??= await ReadTechnicalAsync(cancellationToken);
        var worker = await WorkerProcess.StartAsync(servers, set.Folder, pack, variant.Settings(_technical), cancellationToken);
        try
        {
            await _backlog.RunAsync(set, WarmUp, cancellationToken);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    private async Task<IReadOnlyList<string>> ReadTechnicalAsync(CancellationToken cancellationToken)
    {
        await using var worker = await WorkerProcess.StartAsync(servers, set.Folder, pack, new Dictionary<string, string>(), cancellationToken);
        return [.. (await worker.ReadMetricsAsync(cancellationToken)).Where(metric => metric != Backlog.ModelMetric)];
    }
}
