using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>
/// The arrivals of <see cref="OpenLoop"/> for small requests, by threads that poll their connections: client and server share the cores, and what
/// the client uses the server lacks.
/// </summary>
internal sealed class PolledLoop(IPEndPoint server, int threads, int connectionsOfThread)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends the load and waits for all answers.</summary>
    /// <param name="perSecond">Mean rate of arrivals.</param>
    /// <param name="duration">How long they arrive.</param>
    /// <param name="write">Writes request i into a buffer and returns its length.</param>
    public LoadResult Run(double perSecond, TimeSpan duration, Func<int, Memory<byte>, int> write)
    {
        var arrivals = OpenLoop.Arrivals(perSecond, duration);
        var latencies = new double[arrivals.Length];
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var workers = Enumerable.Range(0, threads).Select(first => new Thread(() => Run(first, arrivals, start, write, latencies))).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        var accepted = latencies.Where(ms => ms > 0).Order().ToArray();
        return new LoadResult(arrivals.Length, accepted.Length, Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, duration.TotalSeconds), accepted);
    }

    // Each thread has every threads-th arrival.
    private void Run(int first, long[] arrivals, long start, Func<int, Memory<byte>, int> write, double[] latencies)
    {
        var idle = new Stack<PolledConnection>(Enumerable.Range(0, connectionsOfThread).Select(_ => new PolledConnection(server)));
        var busy = new Dictionary<Socket, PolledConnection>();
        var ready = new List<Socket>();
        for (var next = first; next < arrivals.Length || busy.Count > 0;)
        {
            for (; next < arrivals.Length && idle.Count > 0 && arrivals[next] <= Stopwatch.GetTimestamp() - start; next += threads)
            {
                var connection = idle.Pop();
                connection.Send(next, write(next, connection.Request));
                busy.Add(connection.Socket, connection);
            }

            if (busy.Count == 0)
            {
                Thread.Sleep(TimeSpan.FromMicroseconds(200));
                continue;
            }

            ready.Clear();
            ready.AddRange(busy.Keys);
            var wait = next < arrivals.Length && idle.Count > 0 ? TimeSpan.FromMicroseconds(500) : Patience;
            Socket.Select(ready, checkWrite: null, checkError: null, wait);
            foreach (var socket in ready)
            {
                if (busy[socket].Receive() is { } status)
                {
                    busy.Remove(socket, out var done);
                    latencies[done!.Number] = status is >= 200 and < 300 ? (Stopwatch.GetTimestamp() - start - arrivals[done.Number]) * 1000.0 / Stopwatch.Frequency : -1;
                    idle.Push(status == 0 ? Renewed(done) : done);
                }
            }
        }

        foreach (var connection in idle)
        {
            connection.Dispose();
        }
    }

    private PolledConnection Renewed(PolledConnection broken)
    {
        broken.Dispose();
        return new PolledConnection(server);
    }
}
