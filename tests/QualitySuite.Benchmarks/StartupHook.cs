using System.Globalization;
using QualitySuite.Imaging;

#pragma warning disable CA1050 // The runtime looks for this name outside every namespace (DOTNET_STARTUP_HOOKS).
/// <summary>
/// Runs inside the measured worker, before its main: sets what no setting reaches, and answers a line <c>counters</c> on standard input
/// with the process's counters. It uses nothing but the runtime, since the worker does not have this project's packages.
/// </summary>
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>Environment variable; <c>off</c> leaves JPEG to SkiaSharp.</summary>
    public const string TurboJpeg = "QUALITYSUITE_BENCHMARK_TURBOJPEG";

    /// <summary>Begins the line that answers.</summary>
    public const string Answer = "@counters";

    private const int LargeObjects = 3;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(TurboJpeg) == "off")
        {
            AppContext.SetSwitch(ImageDecoder.TurboJpegSwitch, isEnabled: false);
        }

        new Thread(AnswerQuestions) { IsBackground = true, Name = "benchmark counters" }.Start();
    }

    private static void AnswerQuestions()
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line == "counters")
            {
                Console.Out.WriteLine(Read());
                Console.Out.Flush();
            }
        }
    }

    private static string Read()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Answer} {GC.GetTotalAllocatedBytes(precise: true)} {GC.CollectionCount(0)} {GC.CollectionCount(2)} " +
            $"{memory.GenerationInfo[LargeObjects].SizeAfterBytes} {GC.GetTotalPauseDuration().TotalMilliseconds} " +
            $"{Environment.CpuUsage.TotalTime.TotalMilliseconds} {Environment.WorkingSet}");
    }
}
