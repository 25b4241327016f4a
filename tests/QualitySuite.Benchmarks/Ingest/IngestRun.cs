using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using QualitySuite.Benchmarks.Reports;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>How much the Feedback API takes, beside a bare loop that runs the same statements.</summary>
internal sealed class IngestRun(IngestArguments arguments)
{
    private const int Connections = 256;
    private const int ImageBytes = 200_000;
    private const int BatchLines = 1_000;
    private const int BatchClients = 4;
    private const int BareLoops = 2;

    private static readonly double[] s_rates = [4_000, 8_000, 12_000, 16_000, 20_000];

    private readonly TimeSpan _duration = TimeSpan.FromSeconds(arguments.Seconds);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync(
            "ingest", $"./dev bench ingest --seconds {arguments.Seconds} --memory-minutes {arguments.MemoryMinutes}", "What the Feedback API takes", cancellationToken);
        await using var bench = await IngestBench.OpenAsync(cancellationToken);
        var bare = new BareWrites(bench.Database, bench.Generations);
        file.Add($"""
            Client, Feedback API, Postgres and Redis on the same machine; each request carries an API key that is checked against the database's, is validated, its
            user key hashed, and its trace and metrics exported by OTLP. Arrivals are Poisson from a fixed seed and do not wait for answers; latency counts from
            the time at which a request should have been sent. {_duration.TotalSeconds:f0} s each. After each load the rows in the database are counted: they must be those that were acknowledged.
            The bare loop is a program that calls the API's own statements on rows that it has ready, {BareLoops} connections at once.

            """);
        WarmUp(bench);
        await SinglesAsync(file, bench, bare, cancellationToken);
        await BatchesAsync(file, bench, bare, cancellationToken);
        await GenerationsAsync(file, bench, cancellationToken);
        if (arguments.MemoryMinutes > 0)
        {
            await MemoryAsync(file, bench, cancellationToken);
        }

        await file.WriteAsync(cancellationToken);
    }

    private static PolledLoop Singles(IngestBench bench) => new(bench.Address, threads: 2, connectionsOfThread: Connections / 2);

    private static void WarmUp(IngestBench bench)
    {
        var warmUp = new Requests(bench.Api.Address, bench.Requests.ApiKey, bench.Generations);
        Singles(bench).Run(3_000, TimeSpan.FromSeconds(5), (i, buffer) => warmUp.Post("/v1/feedback", warmUp.Feedback(i), buffer));
    }

    private async Task SinglesAsync(ResultFile file, IngestBench bench, BareWrites bare, CancellationToken cancellationToken)
    {
        var bareSpeed = await bare.FeedbackAsync(BatchLines / 2, BareLoops, _duration / 2, cancellationToken);
        var table = new MarkdownTable("wanted a second", "acknowledged a second", "p50", "p99", "p99.9", "refused", "rows are those acknowledged", "of the bare loop", "goals");
        foreach (var rate in s_rates)
        {
            var requests = new Requests(bench.Api.Address, bench.Requests.ApiKey, bench.Generations);
            var before = await bench.CountAsync("feedback.feedback", cancellationToken);
            var load = Singles(bench).Run(rate, _duration, (i, buffer) => requests.Post("/v1/feedback", requests.Feedback(i), buffer));
            var rows = await bench.CountAsync("feedback.feedback", cancellationToken) - before;
            var goals = rate switch
            {
                12_000 => $"{Goal.AtLeast(11_800, load.PerSecond)}; p99 {Goal.AtMost(20, load.Percentile(990), " ms")}",
                20_000 => Goal.AtLeast(19_600, load.PerSecond),
                _ => "",
            };
            table.Add(
                $"{rate:n0}", $"{load.PerSecond:n0}", $"{load.Percentile(500):f1} ms", $"{load.Percentile(990):f1} ms", $"{load.Percentile(999):f1} ms",
                $"{load.Sent - load.Accepted:n0}", rows == load.Accepted ? "yes" : $"**no: {rows:n0}**", $"{load.PerSecond / bareSpeed:f2}", goals);
            Console.WriteLine($"{rate:n0}/s wanted: {load.PerSecond:n0}/s, p99 {load.Percentile(990):f1} ms");
        }

        file.Add($"## One feedback a request\n\nThe bare loop writes {bareSpeed:n0} feedback rows a second, {BatchLines / 2} a statement.\n");
        file.Add(table);
    }

    private async Task BatchesAsync(ResultFile file, IngestBench bench, BareWrites bare, CancellationToken cancellationToken)
    {
        const int Rounds = 3;
        var (speeds, ratios) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var bareSpeed = await bare.EventsAsync(BatchLines, BareLoops, _duration / 2, cancellationToken);
            var before = await bench.CountAsync("feedback.events", cancellationToken);
            var (accepted, seconds) = await SendBatchesAsync(bench, cancellationToken);
            if (await bench.CountAsync("feedback.events", cancellationToken) - before is var rows && rows != accepted)
            {
                throw new BenchmarkException($"{accepted} events were acknowledged and {rows} are stored.");
            }

            speeds.Add(accepted / seconds);
            ratios.Add(speeds[^1] / bareSpeed);
            Console.WriteLine($"batches: {speeds[^1]:n0} events/s, bare loop {bareSpeed:n0}/s, ratio {ratios[^1]:f2}");
        }

        file.Add($"## Events in batches\n\n`POST /v1/events:batch`, {BatchLines} lines a request, {BatchClients} clients that send one after the other; medians of {Rounds} rounds in turn with the bare loop.\n");
        var table = new MarkdownTable("", "events a second", "goal", "of the bare loop", "goal");
        table.Add("events", $"{Goal.Median(speeds):n0}", Goal.AtLeast(60_000, Goal.Median(speeds)), $"{Goal.Median(ratios):f2}", Goal.AtLeast(0.35, Goal.Median(ratios)));
        file.Add(table);
    }

    private async Task<(long Accepted, double Seconds)> SendBatchesAsync(IngestBench bench, CancellationToken cancellationToken)
    {
        var requests = new Requests(bench.Api.Address, bench.Requests.ApiKey, bench.Generations);
        var (accepted, next, start) = (0L, 0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, BatchClients).Select(_ => Task.Run(
            async () =>
            {
                using var connection = new LoadConnection(bench.Address);
                var buffer = new byte[BatchLines * 512];
                while (Stopwatch.GetElapsedTime(start) < _duration)
                {
                    var first = Interlocked.Add(ref next, BatchLines) - BatchLines;
                    var body = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(first, BatchLines).Select(requests.Event)));
                    var status = await connection.SendAsync(buffer.AsMemory(0, requests.Post("/v1/events:batch", "application/x-ndjson", body, buffer)), cancellationToken);
                    if (status != (int)HttpStatusCode.MultiStatus)
                    {
                        throw new BenchmarkException($"A batch was answered with {status}.");
                    }

                    Interlocked.Add(ref accepted, Encoding.UTF8.GetString(connection.Body.Span).Split("\"status\":202").Length - 1);
                }
            },
            cancellationToken)));
        return (accepted, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private async Task GenerationsAsync(ResultFile file, IngestBench bench, CancellationToken cancellationToken)
    {
        const double Goal300 = 300;
        var image = new UniqueJpeg(ImageBytes);
        var table = new MarkdownTable("wanted a second", "acknowledged a second", "p50", "p99", "p99.9", "refused", "rows are those acknowledged", "goal");
        foreach (var rate in (double[])[150, 300, 450])
        {
            var requests = bench.Requests;
            var first = (long)rate << 32;
            var before = await bench.CountAsync("feedback.generations", cancellationToken);
            var load = await new OpenLoop(bench.Address, Connections).RunAsync(rate, _duration, Write, image.Length + Requests.SmallBytes, cancellationToken);
            var rows = await bench.CountAsync("feedback.generations", cancellationToken) - before;
            table.Add(
                $"{rate:n0}", $"{load.PerSecond:n0}", $"{load.Percentile(500):f1} ms", $"{load.Percentile(990):f1} ms", $"{load.Percentile(999):f1} ms",
                $"{load.Sent - load.Accepted:n0}", rows == load.Accepted ? "yes" : $"**no: {rows:n0}**", rate == Goal300 ? Goal.AtLeast(0.98 * Goal300, load.PerSecond) : "");
            Console.WriteLine($"generations, {rate:n0}/s wanted: {load.PerSecond:n0}/s, p99 {load.Percentile(990):f1} ms");

            int Write(int i, Memory<byte> buffer)
            {
                var file = new byte[image.Length];
                image.Write(first + i, file);
                return requests.PostGeneration(i, file, buffer);
            }
        }

        file.Add($"## Generations with an image\n\nMultipart, a JPEG of {image.Length / 1000} KB each, all different; without scoring.\n");
        file.Add(table);
    }

    private async Task MemoryAsync(ResultFile file, IngestBench bench, CancellationToken cancellationToken)
    {
        const double Rate = 5_000;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var samples = new List<double>();
        var watching = WatchAsync();
        var requests = new Requests(bench.Api.Address, bench.Requests.ApiKey, bench.Generations);
        var load = Singles(bench).Run(
            Rate, TimeSpan.FromMinutes(arguments.MemoryMinutes), (i, buffer) => requests.Post("/v1/events", requests.Event(i), buffer));
        await stop.CancelAsync();
        await watching;

        // The first minute fills pools and compiles code.
        var settled = samples.Skip(samples.Count / Math.Max(2, arguments.MemoryMinutes)).ToList();
        var (early, late) = (Goal.Median(settled.Take(settled.Count / 3)), Goal.Median(settled.TakeLast(settled.Count / 3)));
        var growth = 100 * ((late / early) - 1);
        file.Add(string.Create(CultureInfo.InvariantCulture, $"""
            ## Memory

            {arguments.MemoryMinutes} minutes of single events at {Rate:n0} a second ({load.PerSecond:n0} acknowledged, p99 {load.Percentile(990):f1} ms). Memory of the API's process after the first minute: {early:f0} MiB
            in the first third (median), {late:f0} MiB in the last, {growth:+0.0;-0.0} %, {settled.Min():f0} to {settled.Max():f0} MiB in all; growth {Goal.AtMost(15, growth, " %")}.

            """));

        async Task WatchAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                samples.Add(bench.Api.WorkingSetBytes / 1024.0 / 1024);
                await Task.Delay(TimeSpan.FromSeconds(2), stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
