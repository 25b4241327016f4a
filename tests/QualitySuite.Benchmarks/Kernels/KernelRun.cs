using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using QualitySuite.Benchmarks.Reports;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>The loops over pixels and words, each beside its plain version where it has one, and the throughput of those without a large model.</summary>
internal static class KernelRun
{
    private static readonly Type[] Kernels =
        [typeof(ResizeBenchmarks), typeof(TensorBenchmarks), typeof(DecodeBenchmarks), typeof(MeasureBenchmarks), typeof(TextBenchmarks), typeof(SetBenchmarks)];

    /// <summary>Milliseconds, by name and parameters.</summary>
    private static readonly Dictionary<string, double> Goals = new(StringComparer.Ordinal) { ["resize 1024 to 224 (Bicubic)"] = 1 };

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync("kernels", "./dev bench scoring kernels", "Kernels of imaging, text and sets", cancellationToken);
        file.Add("By BenchmarkDotNet, on one core; medians. Allocations of buffers from a pool do not count once the pool has them.\n");
        var table = new MarkdownTable("kernel", "ms", "times the plain version's speed", "allocated", "goal");
        foreach (var summary in BenchmarkRunner.Run(Kernels, Config()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddRows(table, summary);
        }

        file.Add(table);
        ThroughputRun.Add(file, cancellationToken);
        await file.WriteAsync(cancellationToken);
    }

    // In this process: a project made and built for each benchmark would take most of the time and a feed at hand.
    private static ManualConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(4).WithIterationCount(9).WithIterationTime(TimeInterval.FromMilliseconds(150)))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(new StreamLogger(Path.Combine(Directory.CreateDirectory(Folders.Cache).FullName, "kernels.log")))
        .WithOptions(ConfigOptions.DisableLogFile)
        .WithArtifactsPath(Folders.Cache);

    private static void AddRows(MarkdownTable table, Summary summary)
    {
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => report.ResultStatistics is null))
        {
            throw new BenchmarkException($"BenchmarkDotNet failed on {summary.Title}; {Path.Combine(Folders.Cache, "kernels.log")} says why.");
        }

        foreach (var report in summary.Reports)
        {
            var parameters = string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(p => p.Value));
            var name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'') + (parameters.Length == 0 ? "" : $" ({parameters})");
            var median = MillisecondsOf(report);
            var baseline = summary.Reports.FirstOrDefault(other =>
                other.BenchmarkCase.Descriptor.Baseline && other.BenchmarkCase.Parameters.PrintInfo == report.BenchmarkCase.Parameters.PrintInfo);
            table.Add(
                name,
                $"{median:0.000}",
                baseline is null ? "" : $"{MillisecondsOf(baseline) / median:f1}",
                $"{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0:n0} B",
                Goals.TryGetValue(name, out var goal) ? Goal.AtMost(goal, median, " ms") : "");
        }
    }

    private static double MillisecondsOf(BenchmarkReport report) => report.ResultStatistics!.Median / 1e6;
}
