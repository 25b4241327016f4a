using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using QualitySuite.Imaging;

namespace QualitySuite.Benchmarks.Reports;

/// <summary>The machine in words, and how much of it others use.</summary>
internal static partial class Machine
{
    /// <summary>A busier machine measures itself and not the suite.</summary>
    public const double IdleCores = 0.1;

    private const double TicksASecond = 100;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);

    /// <summary>Cores, processor, memory, system, runtimes; no names of hosts.</summary>
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"{Environment.ProcessorCount} cores of {Processor()} ({Vectors()}), {memory} GiB of memory, {RuntimeInformation.OSDescription}; " +
            $"{RuntimeInformation.FrameworkDescription}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}, " +
            $"{(ImageDecoder.UsesTurboJpeg ? "libturbojpeg" : "no libturbojpeg")}";
    }

    /// <summary>How many cores are busy while this program waits.</summary>
    public static async Task<double> BusyCoresAsync(CancellationToken cancellationToken)
    {
        var before = await BusyTicksAsync(cancellationToken);
        await Task.Delay(Sample, cancellationToken);
        return Math.Max(0, (await BusyTicksAsync(cancellationToken) - before) / TicksASecond / Sample.TotalSeconds);
    }

    private static string Vectors() => Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2, no AVX-512" : "no AVX2";

    private static string Processor()
    {
        const string Path = "/proc/cpuinfo";
        if (!File.Exists(Path))
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        var facts = File.ReadLines(Path).TakeWhile(line => line.Length > 0).Select(line => Colon().Split(line, 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return facts.TryGetValue("model name", out var name)
            ? $"{name} (family {facts.GetValueOrDefault("cpu family")}, model {facts.GetValueOrDefault("model")})"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }

    // proc(5): user nice system idle iowait irq softirq steal guest guest_nice; guest time is in user time already.
    private static async Task<double> BusyTicksAsync(CancellationToken cancellationToken)
    {
        using var file = new StreamReader("/proc/stat");
        var ticks = (await file.ReadLineAsync(cancellationToken))!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7];
    }

    [GeneratedRegex(@"\s*:\s*")]
    private static partial Regex Colon();
}
