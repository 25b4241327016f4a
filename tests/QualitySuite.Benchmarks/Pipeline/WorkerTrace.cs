using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>Who allocates, from the runtime's own samples (one in about 100 KB) with their stacks.</summary>
/// <param name="Site">The innermost method of the suite on the stack.</param>
/// <param name="Type">What is allocated.</param>
/// <param name="Bytes">In all.</param>
/// <param name="IsLarge">On the large object heap.</param>
internal sealed record AllocationSite(string Site, string Type, long Bytes, bool IsLarge);

/// <summary>A recording of the worker's allocations. It slows the worker down, so nothing else is measured beside it.</summary>
internal static class WorkerTrace
{
    private const string Suite = "QualitySuite.";
    private const int BufferMegabytes = 256;

    /// <summary>Records while <paramref name="work"/> runs.</summary>
    public static async Task<IReadOnlyList<AllocationSite>> RecordAsync(int processId, Func<Task> work, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Folders.Cache, "worker.nettrace");
        var client = new DiagnosticsClient(processId);
        var provider = new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC);
        using (var session = await client.StartEventPipeSessionAsync([provider], requestRundown: true, BufferMegabytes, cancellationToken))
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

    private static List<AllocationSite> Read(string file)
    {
        var sums = new Dictionary<(string, string, bool), long>();
        using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(file));
        using var events = log.Events.GetSource();
        events.Clr.GCAllocationTick += tick =>
        {
            var key = (SiteOf(tick.CallStack()), tick.TypeName, tick.AllocationKind == GCAllocationKind.Large);
            sums[key] = sums.GetValueOrDefault(key) + tick.AllocationAmount64;
        };
        events.Process();

        return [.. sums.Select(s => new AllocationSite(s.Key.Item1, s.Key.Item2, s.Value, s.Key.Item3)).OrderByDescending(s => s.Bytes)];
    }

    private static string SiteOf(TraceCallStack? stack)
    {
        var innermost = stack?.CodeAddress.FullMethodName;
        for (; stack is not null; stack = stack.Caller)
        {
            if (stack.CodeAddress.FullMethodName is { } method && method.StartsWith(Suite, StringComparison.Ordinal))
            {
                return method;
            }
        }

        return innermost is { Length: > 0 } ? innermost : "(unknown)";
    }
}
