using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>
/// Arrivals that do not wait for answers: Poisson, from a seed that is fixed before. A request that finds every connection busy waits, and its latency
/// counts from when it should have been sent, so that a stall of the server is seen by all who came during it (Gil Tene's "coordinated omission").
/// </summary>
internal sealed class OpenLoop(IPEndPoint server, int connections)
{
    private const int Seed = 20_261_128;

    /// <summary>Sends the load and waits for all answers.</summary>
    /// <param name="perSecond">Mean rate of arrivals.</param>
    /// <param name="duration">How long they arrive.</param>
    /// <param name="write">Writes request i into a buffer and returns its length; called by one connection at a time with that connection's buffer.</param>
    /// <param name="bufferBytes">Size of a connection's buffer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LoadResult> RunAsync(
        double perSecond, TimeSpan duration, Func<int, Memory<byte>, int> write, int bufferBytes, CancellationToken cancellationToken)
    {
        var arrivals = Arrivals(perSecond, duration);
        var due = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleWriter = true });
        var latencies = new double[arrivals.Length];
        var start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 10;
        var pacing = Task.Factory.StartNew(() => Pace(arrivals, start, due.Writer, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(SendAsync, cancellationToken)).Append(pacing));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var accepted = latencies.Where(ms => ms > 0).Order().ToArray();
        return new LoadResult(arrivals.Length, accepted.Length, Math.Max(seconds, duration.TotalSeconds), accepted);

        async Task SendAsync()
        {
            using var connection = new LoadConnection(server);
            var buffer = new byte[bufferBytes];
            await foreach (var i in due.Reader.ReadAllAsync(cancellationToken))
            {
                var length = write(i, buffer);
                var status = await StatusOrNoneAsync(connection, buffer.AsMemory(0, length), cancellationToken);
                latencies[i] = status is >= 200 and < 300 ? (Stopwatch.GetTimestamp() - start - arrivals[i]) * 1000.0 / Stopwatch.Frequency : -1;
            }
        }
    }

    private static async ValueTask<int> StatusOrNoneAsync(LoadConnection connection, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.SendAsync(request, cancellationToken);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    /// <summary>Intended send times, in ticks of the stopwatch from the start.</summary>
    public static long[] Arrivals(double perSecond, TimeSpan duration)
    {
        var random = new Random(Seed);
        var times = new List<long>();
        for (var t = 0.0; (t -= Math.Log(1 - random.NextDouble()) / perSecond) < duration.TotalSeconds;)
        {
            times.Add((long)(t * Stopwatch.Frequency));
        }

        return [.. times];
    }

    // A thread of its own: timers of the pool come late when the cores are busy, and that would be the client's stall, not the server's.
    private static void Pace(long[] arrivals, long start, ChannelWriter<int> due, CancellationToken cancellationToken)
    {
        for (var i = 0; i < arrivals.Length && !cancellationToken.IsCancellationRequested;)
        {
            var now = Stopwatch.GetTimestamp() - start;
            while (i < arrivals.Length && arrivals[i] <= now)
            {
                due.TryWrite(i++);
            }

            Thread.Sleep(TimeSpan.FromMicroseconds(500));
        }

        due.Complete();
    }
}
