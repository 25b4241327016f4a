using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Benchmarks.Reports;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>Where the worker's time and memory go.</summary>
internal static class ProfileRun
{
    private const int Sites = 25;

    public static async Task RunAsync(int images, CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync("profile", "./dev bench scoring profile", "Where the worker's time and memory go", cancellationToken);
        var set = await ImageSet.MakeAsync(cancellationToken);
        await using var bench = await PipelineBench.OpenAsync(VitPack.Make(), set, cancellationToken);
        var trace = await bench.TraceAsync(WorkerVariant.All[0], images, cancellationToken);
        file.Add($"""
            {images} JPEG files of {ImageSet.Side}x{ImageSet.Side} pixels from the queue to committed rows, scored by a model of ViT-B/32's shape and the
            technical measures, recorded in a warm worker. Each sample counts for the innermost method of the suite on its stack.

            ## Time
            """);
        var times = new MarkdownTable("method", "share");
        foreach (var site in trace.Times.Take(Sites))
        {
            times.Add(Shorten(site.Method), $"{site.Share:p1}");
        }

        file.Add(times);
        AddAllocations(file, trace, images);
        await file.WriteAsync(cancellationToken);
    }

    private static void AddAllocations(ResultFile file, WorkerTrace trace, int images)
    {
        var small = trace.Allocations.Where(site => !site.IsLarge).Sum(site => site.Bytes) / 1024.0 / images;
        var large = trace.Allocations.Where(site => site.IsLarge).Sum(site => site.Bytes) / 1024.0 / images;
        file.Add($"""
            ## Memory

            {small:f1} KiB an image on the small object heap, the recording's own included; {large:f1} KiB on the large one ({Goal.AtMost(0, large)}).

            """);
        var table = new MarkdownTable("method", "type", "heap", "KiB an image");
        foreach (var site in trace.Allocations.Take(Sites))
        {
            table.Add(Shorten(site.Method), $"`{site.Type}`", site.IsLarge ? "large" : "small", $"{site.Bytes / 1024.0 / images:f2}");
        }

        file.Add(table);
    }

    // Type and method; the parameters are long and say nothing more.
    private static string Shorten(string method) => $"`{method.Split('(')[0].Replace("QualitySuite.", "", StringComparison.Ordinal)}`";
}
