using System.Diagnostics.Tracing;
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

    private static LargeAllocations? s_large;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(TurboJpeg) == "off")
        {
            AppContext.SetSwitch(ImageDecoder.TurboJpegSwitch, isEnabled: false);
        }

        s_large = new LargeAllocations();
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

    private static string Read() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Answer} {GC.GetTotalAllocatedBytes(precise: true)} {s_large!.Bytes} {GC.CollectionCount(2)} {GC.GetTotalPauseDuration().TotalMilliseconds} " +
        $"{Environment.CpuUsage.TotalTime.TotalMilliseconds} {Environment.WorkingSet}");

    /// <summary>
    /// Adds up what is allocated on the large object heap, by the runtime's allocation ticks (one for every 100 KB of a kind, so that an array of
    /// megabytes never goes unseen).
    /// </summary>
    private sealed class LargeAllocations : EventListener
    {
        private const EventKeywords Collections = (EventKeywords)1;
        private const uint Large = 1;
        private long _bytes;

        public long Bytes => Interlocked.Read(ref _bytes);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            {
                EnableEvents(eventSource, EventLevel.Verbose, Collections);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true && Value<uint>(eventData, "AllocationKind") == Large)
            {
                Interlocked.Add(ref _bytes, (long)Value<ulong>(eventData, "AllocationAmount64"));
            }
        }

        private static T Value<T>(EventWrittenEventArgs data, string name) => (T)data.Payload![data.PayloadNames!.IndexOf(name)]!;
    }
}
