using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Benchmarks.Reports;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>The tables of <see cref="PipelineRun"/>.</summary>
internal static class PipelineReport
{
    private const double AllocationGoalKiB = 32;

    public static void Write(
        ResultFile file, ImageSet set, List<(LoopDesign Design, LoopSpeed Speed)> designs, LoopDesign best, List<VariantSpeed> measured,
        int rounds, int images)
    {
        file.Add($"""
            A model of ViT-B/32's shape (fp32, random weights) is the worker's only model. {images} JPEG files of {ImageSet.Side}x{ImageSet.Side} pixels ({set.MeanBytes / 1000:f0} KB on
            average, {set.Images.Count} different ones) lie in the image store, their rows in Postgres, their prompts' embeddings in the cache; timed is from sending their
            entries to Redis until the last row is committed. Beside it the bare loop: `InferenceSession.Run` on tensors that are there already. Medians of {rounds}
            rounds in which the two take turns.

            ## The bare loop
            """);
        var loops = new MarkdownTable("design", "images/s", "processor ms an image");
        designs.ForEach(d => loops.Add($"{d.Design}{(d.Design == best ? " (taken)" : "")}", $"{d.Speed.ImagesPerSecond:f1}", $"{d.Speed.CpuMs:f1}"));
        file.Add(loops);
        file.Add("## The worker\n\nThe second share compares processor time, which is steadier where the machine has other work.\n");
        var speeds = new MarkdownTable("worker", "images/s", "loop", "share", "goal", "share by processor time");
        var memory = new MarkdownTable("worker", "allocated an image", "goal", "large objects", "goal", "full collections", "paused in all", "memory of the process");
        foreach (var variant in measured.GroupBy(m => m.Variant))
        {
            var share = Goal.Median(variant.Select(m => m.Ratio));
            speeds.Add(
                variant.Key.ToString(), $"{Goal.Median(variant.Select(m => m.Worker.ImagesPerSecond)):f1}", $"{Goal.Median(variant.Select(m => m.Loop.ImagesPerSecond)):f1}",
                $"{share:f3}", Goal.AtLeast(variant.Key.Goal, share), $"{Goal.Median(variant.Select(m => m.CpuRatio)):f3}");
            var allocated = Goal.Median(variant.Select(m => m.Worker.AllocatedKiB));
            var large = Goal.Median(variant.Select(m => m.Worker.LargeKiB));
            memory.Add(
                variant.Key.ToString(), $"{allocated:f1} KiB", Goal.AtMost(AllocationGoalKiB, allocated, " KiB"),
                $"{large:f1} KiB", Goal.AtMost(0, large, " KiB"),
                $"{Goal.Median(variant.Select(m => (double)m.Worker.FullCollections)):f0}",
                $"{Goal.Median(variant.Select(m => m.Worker.PauseMs)):f0} ms", $"{Goal.Median(variant.Select(m => m.Worker.WorkingSetMiB)):f0} MiB");
        }

        file.Add(speeds);
        file.Add(memory);
    }
}
