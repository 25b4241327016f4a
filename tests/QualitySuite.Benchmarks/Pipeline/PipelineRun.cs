using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Benchmarks.Reports;
using QualitySuite.Imaging;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>The whole way from queue entry to committed rows, in turn with the bare loop.</summary>
internal sealed class PipelineRun(int rounds, int images)
{
    private static readonly TimeSpan LoopTime = TimeSpan.FromSeconds(8);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync("pipeline", "./dev bench scoring pipeline", "From the queue to committed rows, beside a bare session loop", cancellationToken);
        var pack = VitPack.Make();
        var set = await ImageSet.MakeAsync(cancellationToken);
        var model = Path.Combine(pack, VitPack.VisionModel);
        await using var bench = await PipelineBench.OpenAsync(pack, set, cancellationToken);
        var designs = LoopDesign.ForCores(Environment.ProcessorCount).Select(design => (Design: design, Speed: BareLoop.Measure(model, design, LoopTime))).ToList();
        designs.ForEach(d => Console.WriteLine($"bare loop, {d.Design}: {d.Speed.ImagesPerSecond:f2} images/s"));
        var best = designs.MaxBy(d => d.Speed.ImagesPerSecond).Design;
        var measured = new List<VariantSpeed>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var variant in WorkerVariant.All.Where(v => ImageDecoder.UsesTurboJpeg || !v.TurboJpeg))
            {
                var loop = BareLoop.Measure(model, best, LoopTime);
                measured.Add(new VariantSpeed(variant, loop, await bench.MeasureAsync(variant, images, cancellationToken)));
                Console.WriteLine(measured[^1]);
            }
        }

        PipelineReport.Write(file, set, designs, best, measured, rounds, images);
        await file.WriteAsync(cancellationToken);
    }
}
