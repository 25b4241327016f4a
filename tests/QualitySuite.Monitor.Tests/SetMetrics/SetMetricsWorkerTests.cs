using System.Diagnostics.Metrics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using QualitySuite.Monitor.SetMetrics;
using QualitySuite.ServiceDefaults.Tests.Support;
using QualitySuite.Statistics;

namespace QualitySuite.Monitor.Tests.SetMetrics;

/// <summary>Which windows the worker computes anew, on a real Postgres.</summary>
public sealed class SetMetricsWorkerTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Today = new(2026, 6, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LongAgo = Today.AddDays(-200);

    private readonly FakeTimeProvider _time = new(Today.AddHours(12));

    private DateTimeOffset Now => _time.GetUtcNow();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_encoders_of_the_same_images_have_each_its_own_values()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        var sets = new Dictionary<string, (EmbeddingMatrix Reference, EmbeddingMatrix Set)>();
        foreach (var (encoder, dimension) in new[] { ("old", 4), ("fresh", 7) })
        {
            sets[encoder] = (
                await database.EmbedAsync(encoder, dimension, Today.AddDays(-1), 1, 32, Now), await database.EmbedAsync(encoder, dimension, Today, 101, 31, Now));
        }

        using var monitor = new Monitor(database.Source, _time);
        await monitor.Worker.RefreshAsync(Cancellation);

        foreach (var (encoder, (reference, set)) in sets)
        {
            Assert.Equal(VendiScore.OfEmbeddings(set), (await database.FindAsync("vendi_score", Today, encoder))!.Value!.Value, 1e-9);
            Assert.Equal(MaximumMeanDiscrepancy.Cmmd(set, reference), (await database.FindAsync("mmd", Today, encoder))!.Value!.Value, 1e-9);
        }
    }

    [Fact]
    public async Task What_was_embedded_of_old_images_is_found_whether_Monitor_was_down_or_about_to_recount()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        await database.EmbedAsync("e", 4, LongAgo, 1, 30, Now.AddDays(-2));
        using var monitor = new Monitor(database.Source, _time);
        await monitor.Worker.RefreshAsync(Cancellation);
        Assert.Equal(30, (await database.FindAsync("vendi_score", LongAgo, "e"))!.Images);

        _time.Advance(TimeSpan.FromMinutes(20));
        await database.EmbedAsync("e", 4, LongAgo.AddDays(3), 101, 31, Now);
        await monitor.Worker.RefreshAsync(Cancellation);
        Assert.Equal((31, 30), await ImagesAsync(database, LongAgo.AddDays(3)));
    }

    [Fact]
    public async Task A_long_history_is_seen_to_its_end()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        for (var day = 0; day < 40; day++)
        {
            await database.EmbedAsync("e", 2, Today.AddDays(-7 * day), 100 * day, 1 + day, Now.AddDays(-2));
        }

        using var monitor = new Monitor(database.Source, _time);
        for (var pass = 0; pass < 3; pass++)
        {
            await monitor.Worker.RefreshAsync(Cancellation);
        }

        for (var day = 0; day < 40; day++)
        {
            Assert.Equal(1 + day, (await database.FindAsync("vendi_score", Today.AddDays(-7 * day), "e"))!.Images);
        }
    }

    [Fact]
    public async Task Values_outlive_embeddings_that_retention_dropped_and_not_images_that_were_erased()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        await database.EmbedAsync("e", 4, LongAgo, 1, 30, Now);
        await database.EmbedAsync("e", 4, Today.AddDays(-1), 101, 30, Now);
        using (var before = new Monitor(database.Source, _time))
        {
            await before.Worker.RefreshAsync(Cancellation);
        }

        await database.EraseAsync(1, 200);
        using var monitor = new Monitor(database.Source, _time);
        await monitor.Worker.RefreshAsync(Cancellation);

        Assert.Equal(30, (await database.FindAsync("vendi_score", LongAgo, "e"))!.Images);
        Assert.Null(await database.FindAsync("vendi_score", Today.AddDays(-1), "e"));
    }

    [Fact]
    public async Task After_a_restart_with_another_size_of_samples_everything_is_computed_anew_and_with_the_same_nothing()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        await database.EmbedAsync("e", 4, Today, 1, 40, Now);
        var computed = new List<int>();
        foreach (var most in new[] { 1_000, 1_000, 35 })
        {
            using var monitor = new Monitor(database.Source, _time, most);
            computed.Add(await monitor.Worker.RefreshAsync(Cancellation));
        }

        Assert.Equal([4, 0, 4], computed);
        Assert.Equal((40L, 35), await database.FindAsync("vendi_score", Today, "e") is { } found ? (found.WindowImages, found.Images) : default);
    }

    [Fact]
    public async Task A_day_that_cannot_be_counted_in_time_does_not_hold_up_the_others_and_is_tried_again()
    {
        await using var database = await SetDatabase.CreateAsync(postgres, commandTimeoutSeconds: 2);
        await database.EmbedAsync("e", 4, Today.AddDays(-1), 1, 30, Now);
        using var monitor = new Monitor(database.Source, _time);
        await monitor.Worker.RefreshAsync(Cancellation);
        await database.EmbedAsync("e", 4, Today.AddDays(-1), 31, 1, Now);
        await database.EmbedAsync("e", 4, Today, 101, 32, Now);
        await database.EmbedAsync("e", 4, Today.AddDays(-30), 201, 33, Now.AddDays(-30));
        await using (var other = await database.Source.OpenConnectionAsync(Cancellation))
        {
            await using var transaction = await other.BeginTransactionAsync(Cancellation);
            await other.ExecuteAsync("select from monitoring.set_windows for update");
            await monitor.Worker.RefreshAsync(Cancellation);
            Assert.Equal(32, (await database.FindAsync("vendi_score", Today, "e"))!.Images);
        }

        for (var pass = 0; pass < 2; pass++)
        {
            _time.Advance(TimeSpan.FromMinutes(16));
            await monitor.Worker.RefreshAsync(Cancellation);
        }

        Assert.Equal((31, 0), await ImagesAsync(database, Today.AddDays(-1)));
        Assert.Equal((33, 0), await ImagesAsync(database, Today.AddDays(-30)));
    }

    [Fact]
    public async Task A_pass_that_fails_says_how_far_behind_it_is()
    {
        await using var database = await SetDatabase.CreateAsync(postgres, commandTimeoutSeconds: 2);
        await database.EmbedAsync("e", 4, Today, 1, 30, Now);
        using var monitor = new Monitor(database.Source, _time);
        await using var other = await database.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await other.ExecuteAsync("lock table monitoring.set_metrics in access exclusive mode");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => monitor.Worker.RefreshAsync(Cancellation));

        // The write was waited for.
        Assert.InRange(monitor.Lag(), 1.9, 60);
    }

    [Fact]
    public async Task A_day_of_few_images_says_how_many_there_are_before_it()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        await database.EmbedAsync("e", 4, Today.AddDays(-1), 1, 33, Now);
        await database.EmbedAsync("e", 4, Today, 101, 5, Now);
        using var monitor = new Monitor(database.Source, _time, most: 40);
        await monitor.Worker.RefreshAsync(Cancellation);
        Assert.Equal((5, 33), await ImagesAsync(database, Today));

        await database.EmbedAsync("e", 4, Today.AddDays(-2), 201, 33, Now);
        await monitor.Worker.RefreshAsync(Cancellation);
        Assert.Equal((5, 40), await ImagesAsync(database, Today));
    }

    [Fact]
    public async Task A_day_is_computed_anew_where_one_image_was_erased_and_another_came()
    {
        await using var database = await SetDatabase.CreateAsync(postgres);
        await database.EmbedAsync("e", 4, Today, 1, 30, Now);
        using var monitor = new Monitor(database.Source, _time);
        await monitor.Worker.RefreshAsync(Cancellation);
        var before = await database.FindAsync("vendi_score", Today, "e");

        await database.EraseAsync(1, 1);
        await database.EmbedAsync("e", 4, Today, 31, 1, Now);
        Assert.NotEqual(0, await monitor.Worker.RefreshAsync(Cancellation));
        var after = await database.FindAsync("vendi_score", Today, "e");
        Assert.Equal((30, 30), (before!.Images, after!.Images));
        Assert.NotEqual(before.Value!.Value, after.Value!.Value, 1e-9);
    }

    private static async Task<(int, int)> ImagesAsync(SetDatabase database, DateTimeOffset day) =>
        await database.FindAsync("vendi_score", day, "e") is { } found ? (found.Images, found.ReferenceImages) : default;

    /// <summary>The worker as a process of Monitor has it.</summary>
    private sealed class Monitor : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly SetMetricsTelemetry _telemetry;

        public Monitor(NpgsqlDataSource database, TimeProvider time, int most = 1_000)
        {
            _telemetry = new SetMetricsTelemetry(_services.GetRequiredService<IMeterFactory>());
            var options = Options.Create(new SetMetricsOptions { MostImages = most, BatchSize = 1_000 });
            var windows = new SetWindowStore(database);
            var counter = new SetDayCounter(windows, _telemetry, options, time, NullLogger<SetDayCounter>.Instance);
            Worker = new SetMetricsWorker(
                counter, windows, new EmbeddingStore(database), _telemetry, options, time, NullLogger<SetMetricsWorker>.Instance);
        }

        public SetMetricsWorker Worker { get; }

        public double Lag()
        {
            var lag = double.NaN;
            var factory = _services.GetRequiredService<IMeterFactory>();
            using var listener = new MeterListener
            {
                InstrumentPublished = (instrument, self) =>
                {
                    if (instrument.Name == "qualitysuite.set_metrics.lag" && instrument.Meter.Scope == factory)
                    {
                        self.EnableMeasurementEvents(instrument);
                    }
                },
            };
            listener.SetMeasurementEventCallback<double>((_, value, _, _) => lag = value);
            listener.Start();
            listener.RecordObservableInstruments();
            return lag;
        }

        public void Dispose()
        {
            Worker.Dispose();
            _telemetry.Dispose();
            _services.Dispose();
        }
    }
}
