using QualitySuite.Benchmarks.Processes;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>How fast a bare loop was.</summary>
/// <param name="ImagesPerSecond">By the clock.</param>
/// <param name="CpuMs">Processor time an image.</param>
internal sealed record LoopSpeed(double ImagesPerSecond, double CpuMs);

/// <summary>How fast a worker was, and what it used.</summary>
/// <param name="ImagesPerSecond">By the clock.</param>
/// <param name="CpuMs">Processor time of its process an image.</param>
/// <param name="AllocatedKiB">On the managed heap an image.</param>
/// <param name="LargeKiB">Of it on the large object heap.</param>
/// <param name="FullCollections">Of generation 2, in all.</param>
/// <param name="PauseMs">Stopped for collections, in all.</param>
/// <param name="WorkingSetMiB">Memory of its process.</param>
internal sealed record WorkerSpeed(double ImagesPerSecond, double CpuMs, double AllocatedKiB, double LargeKiB, int FullCollections, double PauseMs, double WorkingSetMiB)
{
    public static WorkerSpeed Of(int images, TimeSpan elapsed, ProcessCounters before, ProcessCounters after) => new(
        images / elapsed.TotalSeconds,
        (after.CpuMs - before.CpuMs) / images,
        (after.AllocatedBytes - before.AllocatedBytes) / 1024.0 / images,
        (after.LargeAllocatedBytes - before.LargeAllocatedBytes) / 1024.0 / images,
        after.FullCollections - before.FullCollections,
        after.PauseMs - before.PauseMs,
        after.WorkingSetBytes / 1024.0 / 1024.0);
}

/// <summary>A worker and the bare loop that ran just before it.</summary>
internal sealed record VariantSpeed(WorkerVariant Variant, LoopSpeed Loop, WorkerSpeed Worker)
{
    /// <summary>Share of the bare loop's speed.</summary>
    public double Ratio => Worker.ImagesPerSecond / Loop.ImagesPerSecond;

    /// <summary>The same by processor time, which other programs on the machine disturb less.</summary>
    public double CpuRatio => Loop.CpuMs / Worker.CpuMs;

    public override string ToString() =>
        $"{Variant}: {Worker.ImagesPerSecond:f2} images/s, the loop {Loop.ImagesPerSecond:f2}: {Ratio:f3}; " +
        $"processor time {Worker.CpuMs:f1} ms an image, the loop {Loop.CpuMs:f1}: {CpuRatio:f3}; {Worker.AllocatedKiB:f1} KiB an image, {Worker.LargeKiB:f1} of it large";
}
