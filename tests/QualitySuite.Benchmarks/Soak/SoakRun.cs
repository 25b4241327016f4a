using System.Diagnostics;
using System.Globalization;
using QualitySuite.Benchmarks.Reports;

namespace QualitySuite.Benchmarks.Soak;

/// <summary>Traffic for half an hour, faults at random from a seed, and at the end an exact ledger.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan RestTimeout = TimeSpan.FromMinutes(10);

    /// <returns>Whether nothing was lost, doubled or invented.</returns>
    public static async Task<bool> RunAsync(SoakArguments arguments, CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync(
            "soak", string.Create(CultureInfo.InvariantCulture, $"./dev soak --minutes {arguments.Minutes} --seed {arguments.Seed}"), "Faults at random, and the ledger after them", cancellationToken);
        await using var suite = await SoakSuite.StartAsync(cancellationToken);
        var traffic = new Traffic(suite, arguments.Seed);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = traffic.RunAsync(stop.Token, giveUp.Token);
        var struck = await StrikeAsync(suite, sending, arguments, cancellationToken);
        await stop.CancelAsync();
        giveUp.CancelAfter(RestTimeout);
        await sending;
        suite.Database.Clear();
        await SoakLedger.RestAsync(suite.Database, giveUp.Token);
        var ledger = await SoakLedger.ReadAsync(suite.Database, traffic, cancellationToken);
        Report(file, suite, struck, traffic, ledger);
        await file.WriteAsync(cancellationToken);
        return ledger.All(line => line.IsExact);
    }

    private static async Task<List<(TimeSpan At, Fault Fault)>> StrikeAsync(SoakSuite suite, Task sending, SoakArguments arguments, CancellationToken cancellationToken)
    {
        var (random, struck, start) = (new Random(arguments.Seed), new List<(TimeSpan, Fault)>(), Stopwatch.GetTimestamp());
        var faults = Fault.All(suite.OwnsDisk);
        var order = new Queue<Fault>();
        while (true)
        {
            var pause = LeastPause + ((MostPause - LeastPause) * random.NextDouble());
            var end = TimeSpan.FromMinutes(arguments.Minutes);
            var left = end - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return struck;
            }

            if (await Task.WhenAny(sending, Task.Delay(pause < left ? pause : left, cancellationToken)) == sending)
            {
                await sending;
            }

            if (pause >= left)
            {
                return struck;
            }

            if (order.Count == 0)
            {
                // Each once, in an order that the seed gives, before one comes again.
                var next = faults.ToArray();
                random.Shuffle(next);
                order = new Queue<Fault>(next);
            }

            var fault = order.Dequeue();
            struck.Add((Stopwatch.GetElapsedTime(start), fault));
            Console.WriteLine($"{struck[^1].Item1:mm\\:ss} {fault.Name}");
            await fault.Strike(suite, cancellationToken);
        }
    }

    private static void Report(ResultFile file, SoakSuite suite, List<(TimeSpan At, Fault Fault)> struck, Traffic traffic, IReadOnlyList<LedgerLine> ledger)
    {
        file.Add($"""
            The whole suite through its AppHost. Each generation, feedback and event is sent again under its id until it is acknowledged; {traffic.Repeated:n0} tries were answered with 503 or 507,
            or not at all, and were made again. At the end, when nothing waits any more, every record is looked for.{(suite.OwnsDisk ? "" : " A full disk was left out: this user may not mount a file system to fill.")}

            """);
        var table = new MarkdownTable("", "acknowledged", "stored", "lost", "doubled", "stored and not acknowledged", "exact");
        foreach (var line in ledger)
        {
            table.Add(line.What, $"{line.Acknowledged:n0}", $"{line.Stored:n0}", $"{line.Lost}", $"{line.Doubled}", $"{line.Strange}", line.IsExact ? "yes" : "**no**");
        }

        file.Add(table);
        var faults = new MarkdownTable("at", "fault");
        struck.ForEach(s => faults.Add($"{s.At:mm\\:ss}", s.Fault.Name));
        file.Add(faults);
    }
}
