using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using QualitySuite.Benchmarks.Ingest;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Benchmarks.Soak;

/// <summary>
/// Generations, feedback and events, each sent again under its id until it is acknowledged, and written down then. A feedback is known by its comment
/// and an event by its surface, so that the database can be asked for each.
/// </summary>
internal sealed class Traffic(SoakSuite suite, int seed)
{
    public const string App = "soak";

    private const int ImageBytes = 20_000;
    private const int GenerationsPerSecond = 4;
    private const int FeedbackPerSecond = 100;
    private const int BatchesPerSecond = 4;
    private const int LinesOfBatch = 50;

    /// <summary>Feedback of so many in a hundred is sent before its generation.</summary>
    private const int EarlyPercent = 5;

    private static readonly TimeSpan TimeoutOfCall = TimeSpan.FromSeconds(20);

    private readonly UniqueJpeg _image = new(ImageBytes);
    private readonly ConcurrentQueue<Task> _calls = [];
    private readonly Guid[] _recent = new Guid[512];
    private int _refusals;

    public ConcurrentDictionary<Guid, bool> Generations { get; } = [];

    public ConcurrentDictionary<string, bool> Feedback { get; } = [];

    public ConcurrentDictionary<string, bool> Events { get; } = [];

    /// <summary>Tries that were answered by an error or not at all, and were made again.</summary>
    public int Repeated => _refusals;

    /// <summary>Sends until told to stop, and then waits until all that was begun is acknowledged.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        await suite.Client.SubmitGenerationAsync(Describe(_recent[0] = Guid.CreateVersion7()), default, "", giveUp);
        Generations[_recent[0]] = true;
        Array.Fill(_recent, _recent[0]);
        var random = new Random(seed);
        using var second = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            Begin(GenerationsPerSecond / 4, n => GenerationAsync(Guid.CreateVersion7(), (i * 1_000L) + n, giveUp));
            for (var n = 0; n < FeedbackPerSecond / 4; n++)
            {
                var (id, key) = (random.Next(100) < EarlyPercent ? Early(giveUp) : Recent(random), $"f-{i}-{n}");
                _calls.Enqueue(FeedbackAsync(id, key, random.Next(2) == 0 ? 1 : -1, giveUp));
            }

            Begin(BatchesPerSecond / 4, n => BatchAsync(Recent(random), $"e-{i}-{n}", giveUp));
            await second.WaitForNextTickAsync(giveUp);
        }

        while (_calls.TryDequeue(out var call))
        {
            await call;
        }
    }

    private void Begin(int count, Func<int, Task> call)
    {
        for (var n = 0; n < count; n++)
        {
            _calls.Enqueue(call(n));
        }
    }

    private Guid Recent(Random random) => _recent[random.Next(_recent.Length)];

    /// <summary>The id of a generation that comes a moment later.</summary>
    private Guid Early(CancellationToken giveUp)
    {
        var id = Guid.CreateVersion7();
        _calls.Enqueue(LaterAsync());
        return id;

        async Task LaterAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(2), giveUp);
            await GenerationAsync(id, number: null, giveUp);
        }
    }

    private static GenerationSubmission Describe(Guid id) =>
        new() { Id = id.ToString(), App = App, Prompt = "two red apples", Model = new ModelInfo("painter", "1") };

    private async Task GenerationAsync(Guid id, long? number, CancellationToken giveUp)
    {
        var image = new byte[number is null ? 0 : _image.Length];
        if (number is { } n)
        {
            _image.Write(n, image);
        }

        await UntilAcknowledgedAsync(token => suite.Client.SubmitGenerationAsync(Describe(id), image, "image/jpeg", token), giveUp);
        Generations[id] = true;
        if (number is not null)
        {
            _recent[(int)(number.Value % _recent.Length)] = id;
        }
    }

    private async Task FeedbackAsync(Guid id, string key, int value, CancellationToken giveUp)
    {
        var feedback = new FeedbackSubmission
        {
            GenerationId = id.ToString(),
            UserKey = $"user {key[^1]}",
            Kind = FeedbackKind.Thumb,
            Value = value,
            Comment = key,
            FeedbackId = key,
            Hold = true,
        };
        await UntilAcknowledgedAsync(token => suite.Client.SubmitFeedbackAsync(feedback, token), giveUp);
        Feedback[key] = true;
    }

    private async Task BatchAsync(Guid id, string key, CancellationToken giveUp)
    {
        var open = Enumerable.Range(0, LinesOfBatch).Select(i => $"{key}-{i}").ToList();
        while (open.Count > 0)
        {
            var sent = open;
            var answer = await UntilAcknowledgedAsync(token => SendAsync(id, sent, token), giveUp);
            foreach (var result in answer.Results.Where(r => r.IsAccepted))
            {
                Events[sent[result.Index]] = true;
            }

            open = [.. answer.Results.Where(r => !r.IsAccepted).Select(r => sent[r.Index])];
        }
    }

    private async Task<BatchAnswer> SendAsync(Guid id, List<string> keys, CancellationToken cancellationToken)
    {
        var lines = keys.Select(key => JsonSerializer.Serialize(
            new BehaviourSubmission
            {
                GenerationId = id.ToString(),
                UserKey = "user",
                SessionKey = "session",
                Type = BehaviourType.View,
                EventId = key,
                Hold = true,
                Exposure = new Exposure(Surface: key),
            },
            QualityJson.Options));
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        using var response = await suite.Api.PostAsync(new Uri("v1/events:batch", UriKind.Relative), content, cancellationToken);
        if (response.StatusCode != HttpStatusCode.MultiStatus)
        {
            throw new HttpRequestException($"{response.StatusCode}", null, response.StatusCode);
        }

        return (await response.Content.ReadFromJsonAsync<BatchAnswer>(QualityJson.Options, cancellationToken))!;
    }

    /// <summary>Tries again for as long as the suite says that it cannot now, or says nothing; anything else is a finding.</summary>
    private async Task<T> UntilAcknowledgedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken giveUp)
    {
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
            limit.CancelAfter(TimeoutOfCall);
            try
            {
                return await call(limit.Token);
            }
            catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage)
            {
                Interlocked.Increment(ref _refusals);
            }
            catch (OperationCanceledException) when (!giveUp.IsCancellationRequested)
            {
                Interlocked.Increment(ref _refusals);
            }
            catch (HttpIOException)
            {
                Interlocked.Increment(ref _refusals);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), giveUp);
        }
    }
}
