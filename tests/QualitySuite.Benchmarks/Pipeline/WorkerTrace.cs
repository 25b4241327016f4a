using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>Allocations of one type at one place.</summary>
/// <param name="Method">The innermost method of the suite on the stack.</param>
/// <param name="Type">What is allocated.</param>
/// <param name="Bytes">In all, from the runtime's samples: one in about 100 KB, and every large object.</param>
/// <param name="IsLarge">On the large object heap.</param>
internal sealed record AllocationSite(string Method, string Type, long Bytes, bool IsLarge);

/// <summary>Time at one place.</summary>
/// <param name="Method">The innermost method of the suite on the stack; what it calls of others is its.</param>
/// <param name="Share">Of all samples with a method of the suite on the stack.</param>
internal sealed record TimeSite(string Method, double Share);

/// <summary>A recording of the worker, which slows it down: nothing else is measured beside it.</summary>
internal sealed record WorkerTrace(IReadOnlyList<AllocationSite> Allocations, IReadOnlyList<TimeSite> Times)
{
    private const string Suite = "QualitySuite.";
    private const int BufferMegabytes = 256;

    /// <summary>Records while <paramref name="work"/> runs.</summary>
    public static async Task<WorkerTrace> RecordAsync(int processId, Func<Task> work, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Folders.Cache, "worker.nettrace");
        EventPipeProvider[] providers =
        [
            new(ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC),
            new("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational),
        ];
        using (var session = await new DiagnosticsClient(processId).StartEventPipeSessionAsync(providers, requestRundown: true, BufferMegabytes, cancellationToken))
        {
            var copy = CopyAsync(session.EventStream, file, cancellationToken);
            await work();
            await session.StopAsync(cancellationToken);
            await copy;
        }

        return Read(file);
    }

    private static async Task CopyAsync(Stream events, string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        await events.CopyToAsync(file, cancellationToken);
    }

    private static WorkerTrace Read(string file)
    {
        var bytes = new Dictionary<(string Method, string Type, bool IsLarge), long>();
        var samples = new Dictionary<string, int>(StringComparer.Ordinal);
        using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(file));
        using var events = log.Events.GetSource();
        events.Clr.GCAllocationTick += tick =>
        {
            var stack = tick.CallStack();
            var key = (SuiteMethod(stack) ?? stack?.CodeAddress.FullMethodName ?? "", tick.TypeName, tick.AllocationKind == GCAllocationKind.Large);
            bytes[key] = bytes.GetValueOrDefault(key) + tick.AllocationAmount64;
        };
        new SampleProfilerTraceEventParser(events).ThreadSample += sample =>
        {
            // What waits asynchronously is on no stack: a method of the suite there computes, or calls something that does.
            if (SuiteMethod(sample.CallStack()) is { } method)
            {
                samples[method] = samples.GetValueOrDefault(method) + 1;
            }
        };
        events.Process();
        double all = samples.Values.Sum();
        return new WorkerTrace(
            [.. bytes.Select(b => new AllocationSite(b.Key.Method, b.Key.Type, b.Value, b.Key.IsLarge)).OrderByDescending(site => site.Bytes)],
            [.. samples.Select(s => new TimeSite(s.Key, s.Value / all)).OrderByDescending(site => site.Share)]);
    }

    private static string? SuiteMethod(TraceCallStack? stack)
    {
        for (; stack is not null; stack = stack.Caller)
        {
            if (stack.CodeAddress.FullMethodName is { } method && method.StartsWith(Suite, StringComparison.Ordinal))
            {
                return method;
            }
        }

        return null;
    }
}
