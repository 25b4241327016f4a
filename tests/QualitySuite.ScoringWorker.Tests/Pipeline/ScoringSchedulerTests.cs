using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using QualitySuite.Scoring;
using QualitySuite.ScoringWorker.Pipeline;

namespace QualitySuite.ScoringWorker.Tests.Pipeline;

public sealed class ScoringSchedulerTests(StarterEngine starter) : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private static readonly ScoringFailure s_throw = new("throw", "", IsFinal: false);

    private readonly ConcurrentQueue<string> _ended = [];
    private readonly ConcurrentQueue<long> _batches = [];
    private MeterListener? _listener;
    private ScoringScheduler? _scheduler;

    private ScoringEngine Engine => starter.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_scheduler is not null)
        {
            await _scheduler.StopAsync(CancellationToken.None);
            _scheduler.Dispose();
        }

        _listener?.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Everything_that_comes_is_prepared_run_and_ended_once()
    {
        var scheduler = await StartAsync(o => (o.Threads, o.BatchSize) = (3, 4));
        var works = Enumerable.Range(0, 60).Select(i => new Work(this, $"{i}", urgent: i % 7 == 0)).ToList();

        await Parallel.ForEachAsync(works, Cancellation, async (work, _) =>
        {
            await Task.Yield();
            scheduler.Add(work);
        });
        await WhenAll(works);

        Assert.All(works, w => Assert.Equal((1, 1), (w.Prepares, w.Ends)));
        Assert.All(works, w => Assert.Null(w.Failure));
        Assert.All(works, w => Assert.Contains(w.Prepared!.Scores, s => s.Metric == "clip_score"));
    }

    [Fact]
    public async Task An_image_that_cannot_be_prepared_ends_alone_with_its_reason()
    {
        var scheduler = await StartAsync(o => (o.Threads, o.BatchSize) = (2, 4));
        var works = Enumerable.Range(0, 12).Select(i => new Work(this, $"{i}")
        {
            Fault = (i % 4) switch { 1 => new ScoringFailure("undecodable_image", "no", IsFinal: true), 2 => s_throw, _ => null },
        }).ToList();

        works.ForEach(scheduler.Add);
        await WhenAll(works);

        Assert.All(works, (w, i) => Assert.Equal((i % 4) switch { 1 => "undecodable_image", 2 => "internal", _ => null }, w.Failure?.Reason));
        Assert.Contains("no such luck", works[2].Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_waits_goes_before_what_comes_from_the_queue()
    {
        var scheduler = await StartAsync(o => (o.Threads, o.BatchSize) = (1, 4));
        var gate = new TaskCompletionSource();
        var first = new Work(this, "first") { Until = gate.Task };
        scheduler.Add(first);
        await first.Started;
        var queued = Enumerable.Range(0, 20).Select(i => new Work(this, $"queued {i}")).ToList();
        queued.ForEach(scheduler.Add);
        var urgent = new Work(this, "urgent", urgent: true);
        scheduler.Add(urgent);

        gate.SetResult();
        await WhenAll([.. queued, urgent]);

        Assert.True(_ended.ToList().IndexOf("urgent") < 4, string.Join(", ", _ended));
    }

    [Fact]
    public async Task Somebody_who_waits_does_not_wait_for_a_batch_that_is_full_already()
    {
        var scheduler = await StartAsync(o => (o.Threads, o.BatchSize) = (1, 4));
        var gate = new TaskCompletionSource();
        var queued = Enumerable.Range(0, 12).Select(i => new Work(this, $"queued {i}") { Until = i == 3 ? gate.Task : Task.CompletedTask }).ToList();
        queued.ForEach(scheduler.Add);
        await queued[3].Started;
        var urgent = new Work(this, "urgent", urgent: true);
        scheduler.Add(urgent);

        gate.SetResult();
        await WhenAll([.. queued, urgent]);

        Assert.True(_ended.ToList().IndexOf("urgent") < 4, string.Join(", ", _ended));
    }

    [Fact]
    public void The_spans_of_a_batch_are_nobodys_parents_afterwards()
    {
        using var source = new ActivitySource("QualitySuite.ScoringWorker");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == source.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var telemetry = new WorkerTelemetry(_services.GetRequiredService<IMeterFactory>());
        var runner = new ModelRunner(Engine, telemetry, NullLogger<ModelRunner>.Instance);
        var works = Enumerable.Range(0, 3).Select(i => new Work(this, $"{i}") { Activity = source.StartActivity($"image {i}") }).ToList();
        Assert.All(works, w => Assert.NotNull(w.Activity));
        Activity.Current = null;
        works.ForEach(w => w.Prepare());

        Assert.Null(runner.Run(works));

        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task Batches_fill_up_when_much_waits_and_one_image_does_not_wait_for_company()
    {
        var scheduler = await StartAsync(o => (o.Threads, o.BatchSize) = (1, 8));
        var alone = new Work(this, "alone");
        scheduler.Add(alone);
        await WhenAll([alone]);
        var gate = new TaskCompletionSource();
        var works = Enumerable.Range(0, 32).Select(i => new Work(this, $"{i}") { Until = i == 0 ? gate.Task : Task.CompletedTask }).ToList();
        works.ForEach(scheduler.Add);

        gate.SetResult();
        await WhenAll(works);

        Assert.Equal([1L, 8, 8, 8, 8], Batches());
    }

    [Fact]
    public async Task With_a_delay_an_image_waits_for_company_but_no_longer()
    {
        var scheduler = await StartAsync(o => (o.Threads, o.BatchSize, o.BatchDelay) = (1, 3, TimeSpan.FromMilliseconds(400)));
        var works = Enumerable.Range(0, 4).Select(i => new Work(this, $"{i}")).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var work in works.Take(3))
        {
            scheduler.Add(work);
            await Task.Delay(20, Cancellation);
        }

        await WhenAll(works.Take(3));
        var filled = clock.ElapsedMilliseconds;
        scheduler.Add(works[3]);
        await WhenAll(works.Skip(3));

        Assert.Equal([3L, 1], Batches());
        Assert.True(clock.ElapsedMilliseconds - filled >= 390, $"{clock.ElapsedMilliseconds - filled} ms");
    }

    private long[] Batches() => [.. _batches];

    private async Task<ScoringScheduler> StartAsync(Action<ScoringPipelineOptions> configure)
    {
        var options = new ScoringPipelineOptions();
        configure(options);
        var meters = _services.GetRequiredService<IMeterFactory>();
        var telemetry = new WorkerTelemetry(meters);
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "qualitysuite.scoring.batch.size" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<int>((_, images, _, _) => _batches.Enqueue(images));
        _listener.Start();
        _scheduler = new ScoringScheduler(
            new ModelRunner(starter.Engine, telemetry, NullLogger<ModelRunner>.Instance), Options.Create(options), TimeProvider.System, NullLogger<ScoringScheduler>.Instance);
        await _scheduler.StartAsync(Cancellation);
        return _scheduler;
    }

    private static Task WhenAll(IEnumerable<Work> works) => Task.WhenAll(works.Select(w => w.Ended)).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

    private sealed class Work(ScoringSchedulerTests test, string name, bool urgent = false) : IScoringWork
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _prepares;
        private int _ends;

        public int Prepares => _prepares;

        public int Ends => _ends;

        public Task Started => _started.Task;

        public Task Ended => _ended.Task;

        public Task Until { get; init; } = Task.CompletedTask;

        public ScoringFailure? Fault { get; init; }

        public ScoringFailure? Failure { get; private set; }

        public bool IsUrgent => urgent;

        public Activity? Activity { get; init; }

        public PreparedImage? Prepared { get; private set; }

        public async Task<ScoringFailure?> PrepareAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _prepares);
            _started.TrySetResult();
            await Until.WaitAsync(cancellationToken);
            if (ReferenceEquals(Fault, s_throw))
            {
                throw new InvalidOperationException("no such luck");
            }

            if (Fault is null)
            {
                Prepare();
            }

            return Fault;
        }

        public void Prepare()
        {
            using var image = StarterEngine.Draw();
            Prepared = test.Engine.Prepare(image, "a red apple");
        }

        public void End(ScoringFailure? failure)
        {
            Failure = failure;
            Interlocked.Increment(ref _ends);
            test._ended.Enqueue(name);
            _ended.TrySetResult();
        }
    }
}
