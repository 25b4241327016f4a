using Npgsql;
using QualitySuite.Benchmarks.Inputs;
using StackExchange.Redis;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>The whole way from queue entry to committed rows, in turn with the bare loop.</summary>
internal sealed class PipelineRun(int rounds, int images)
{
    /// <summary>Images before the measured ones: they compile the code, fill the pools and embed the prompts.</summary>
    private const int WarmUp = 64;

    private static readonly TimeSpan LoopTime = TimeSpan.FromSeconds(6);

    private static readonly WorkerVariant[] Variants =
    [
        new("with libturbojpeg", TurboJpeg: true, Goal: 0.85),
        new("with SkiaSharp alone", TurboJpeg: false, Goal: 0.78),
    ];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pack = VitPack.Make();
        var set = await ImageSet.MakeAsync(cancellationToken);
        Console.WriteLine($"{set.Images.Count} images of {set.MeanBytes / 1000:f0} KB on average");
        var model = Path.Combine(pack, VitPack.VisionModel);
        var (design, designs) = ChooseDesign(model);
        await using var servers = await Servers.StartAsync(cancellationToken);
        await using var database = NpgsqlDataSource.Create(servers.Postgres);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        var backlog = new Backlog(database, redis);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var variant in Variants)
            {
                var loop = Measure(model, design);
                await using var worker = await WorkerProcess.StartAsync(servers, set.Folder, pack, variant.Settings, cancellationToken);
                await backlog.RunAsync(set, WarmUp, cancellationToken);
                var before = await worker.ReadCountersAsync(cancellationToken);
                var elapsed = await backlog.RunAsync(set, images, cancellationToken);
                var after = await worker.ReadCountersAsync(cancellationToken);
                var speed = images / elapsed.TotalSeconds;
                Console.WriteLine(FormattableString.Invariant(
                    $"{variant.Name}: loop {loop:f2}/s, pipeline {speed:f2}/s = {speed / loop:f3}; {(after.AllocatedBytes - before.AllocatedBytes) / 1024.0 / images:f1} KB/image, gen0+ {after.Collections - before.Collections}, gen2 {after.FullCollections - before.FullCollections}, LOH {after.LargeObjectBytes >> 20} MB, pause {after.PauseMs - before.PauseMs:f1} ms, CPU {(after.CpuMs - before.CpuMs) / images:f1} ms/image, {after.WorkingSetBytes >> 20} MB"));
            }
        }
    }

    public static async Task TraceAsync(int images, CancellationToken cancellationToken)
    {
        var pack = VitPack.Make();
        var set = await ImageSet.MakeAsync(cancellationToken);
        await using var servers = await Servers.StartAsync(cancellationToken);
        await using var database = NpgsqlDataSource.Create(servers.Postgres);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        var backlog = new Backlog(database, redis);
        await using var worker = await WorkerProcess.StartAsync(servers, set.Folder, pack, Variants[0].Settings, cancellationToken);
        await backlog.RunAsync(set, WarmUp, cancellationToken);
        var before = await worker.ReadCountersAsync(cancellationToken);
        var sites = await WorkerTrace.RecordAsync(worker.Id, () => backlog.RunAsync(set, images, cancellationToken), cancellationToken);
        var after = await worker.ReadCountersAsync(cancellationToken);
        Console.WriteLine($"counters {(after.AllocatedBytes - before.AllocatedBytes) / 1024.0 / images:f1} KB/image, sampled {sites.Sum(s => s.Bytes) / 1024.0 / images:f1}");
        foreach (var site in sites.Take(60))
        {
            Console.WriteLine($"{site.Bytes / 1024.0 / images,8:f2} KB {(site.IsLarge ? "LOH" : "   ")} {site.Type} in {site.Site}");
        }
    }

    private static (LoopDesign Best, List<(LoopDesign Design, double Speed)> All) ChooseDesign(string model)
    {
        var all = LoopDesign.ForCores(Environment.ProcessorCount).Select(design => (Design: design, Speed: Measure(model, design))).ToList();
        all.ForEach(d => Console.WriteLine(FormattableString.Invariant($"bare loop, {d.Design}: {d.Speed:f2} images/s")));
        return (all.MaxBy(d => d.Speed).Design, all);
    }

    private static double Measure(string model, LoopDesign design)
    {
        using var loop = new BareLoop(model, design);
        return loop.Measure(LoopTime);
    }
}
