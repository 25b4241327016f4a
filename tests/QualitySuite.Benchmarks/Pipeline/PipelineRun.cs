using Npgsql;
using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Benchmarks.Reports;
using QualitySuite.Imaging;
using StackExchange.Redis;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>The whole way from queue entry to committed rows, in turn with the bare loop.</summary>
internal sealed class PipelineRun(int rounds, int images)
{
    /// <summary>Images before the measured ones: they compile the code, fill the pools and embed the prompts.</summary>
    private const int WarmUp = 192;

    private static readonly TimeSpan LoopTime = TimeSpan.FromSeconds(8);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync("pipeline", "From the queue to committed rows, beside a bare session loop", cancellationToken);
        var pack = VitPack.Make();
        var set = await ImageSet.MakeAsync(cancellationToken);
        var model = Path.Combine(pack, VitPack.VisionModel);
        await using var bench = await Bench.OpenAsync(pack, set, cancellationToken);
        var designs = LoopDesign.ForCores(Environment.ProcessorCount).Select(design => (Design: design, Speed: BareLoop.Measure(model, design, LoopTime))).ToList();
        designs.ForEach(d => Console.WriteLine($"bare loop, {d.Design}: {d.Speed.ImagesPerSecond:f2} images/s"));
        var best = designs.MaxBy(d => d.Speed.ImagesPerSecond).Design;
        var measured = new List<VariantSpeed>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var variant in WorkerVariant.All.Where(v => ImageDecoder.UsesTurboJpeg || !v.TurboJpeg))
            {
                var loop = BareLoop.Measure(model, best, LoopTime);
                measured.Add(new VariantSpeed(variant, loop, await bench.MeasureAsync(variant, WarmUp, images, cancellationToken)));
                Console.WriteLine(measured[^1]);
            }
        }

        PipelineReport.Write(file, set, designs, best, measured, rounds, images);
        var sites = await bench.TraceAsync(WorkerVariant.All[0], WarmUp, images, cancellationToken);
        PipelineReport.WriteAllocations(file, sites, images);
        await file.WriteAsync(cancellationToken);
    }

    /// <summary>Servers and what a worker needs of them.</summary>
    private sealed class Bench(Servers servers, NpgsqlDataSource database, ConnectionMultiplexer redis, string pack, ImageSet set) : IAsyncDisposable
    {
        private readonly Backlog _backlog = new(database, redis);
        private IReadOnlyList<string>? _technical;

        public static async Task<Bench> OpenAsync(string pack, ImageSet set, CancellationToken cancellationToken)
        {
            var servers = await Servers.StartAsync(cancellationToken);
            try
            {
                return new Bench(servers, NpgsqlDataSource.Create(servers.Postgres), await ConnectionMultiplexer.ConnectAsync(servers.Redis), pack, set);
            }
            catch
            {
                await servers.DisposeAsync();
                throw;
            }
        }

        public async Task<WorkerSpeed> MeasureAsync(WorkerVariant variant, int warmUp, int count, CancellationToken cancellationToken)
        {
            await using var worker = await StartAsync(variant, warmUp, cancellationToken);
            var before = await worker.ReadCountersAsync(cancellationToken);
            var elapsed = await _backlog.RunAsync(set, count, cancellationToken);
            return WorkerSpeed.Of(count, elapsed, before, await worker.ReadCountersAsync(cancellationToken));
        }

        public async Task<IReadOnlyList<AllocationSite>> TraceAsync(WorkerVariant variant, int warmUp, int count, CancellationToken cancellationToken)
        {
            await using var worker = await StartAsync(variant, warmUp, cancellationToken);
            return await WorkerTrace.RecordAsync(worker.Id, () => _backlog.RunAsync(set, count, cancellationToken), cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await redis.DisposeAsync();
            await database.DisposeAsync();
            await servers.DisposeAsync();
        }

        private async Task<WorkerProcess> StartAsync(WorkerVariant variant, int warmUp, CancellationToken cancellationToken)
        {
            _technical ??= await ReadTechnicalAsync(cancellationToken);
            var worker = await WorkerProcess.StartAsync(servers, set.Folder, pack, variant.Settings(_technical), cancellationToken);
            try
            {
                await _backlog.RunAsync(set, warmUp, cancellationToken);
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
}
