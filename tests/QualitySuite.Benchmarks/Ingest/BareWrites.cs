using System.Diagnostics;
using Npgsql;
using QualitySuite.FeedbackApi.Behaviour;
using QualitySuite.FeedbackApi.Feedback;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>What the database gives: the API's own statements on rows that are there already, by a loop that does nothing else.</summary>
internal sealed class BareWrites(NpgsqlDataSource database, IReadOnlyList<Guid> generations)
{
    private const int Users = 5_000;

    private readonly UserFeedbackStore _feedback = new(database);
    private readonly BehaviourStore _behaviour = new(database);

    /// <summary>Feedback rows a second.</summary>
    public Task<double> FeedbackAsync(int rowsAtOnce, int loops, TimeSpan duration, CancellationToken cancellationToken) => MeasureAsync(
        (random, i) => new NewFeedback(
            Guid.NewGuid(), Of(random), KeyApp: null, User(i), i % 5 == 0 ? "stars" : "thumb", 1, "", null, TimeProvider.System.GetUtcNow(), Hold: false, null, null, null),
        _feedback.WriteAsync, rowsAtOnce, loops, duration, cancellationToken);

    /// <summary>Event rows a second.</summary>
    public Task<double> EventsAsync(int rowsAtOnce, int loops, TimeSpan duration, CancellationToken cancellationToken) => MeasureAsync(
        (random, i) => new NewBehaviour(
            Guid.NewGuid(), Of(random), KeyApp: null, User(i), User(i), i % 3 == 0 ? "download" : "view", null, TimeProvider.System.GetUtcNow(), ResultId: null,
            TimeProvider.System.GetUtcNow(), Hold: false, (short)((i % 4) + 1), 4, "gallery"),
        _behaviour.WriteAsync, rowsAtOnce, loops, duration, cancellationToken);

    private static async Task<double> MeasureAsync<TRow, TOutcome>(
        Func<Random, int, TRow> make, Func<ArraySegment<TRow>, CancellationToken, Task<TOutcome[]>> write, int rowsAtOnce, int loops, TimeSpan duration,
        CancellationToken cancellationToken)
    {
        var (written, start) = (0L, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, loops).Select(loop => Task.Run(
            async () =>
            {
                var random = new Random(loop);
                while (Stopwatch.GetElapsedTime(start) < duration)
                {
                    TRow[] rows = [.. Enumerable.Range(0, rowsAtOnce).Select(i => make(random, i))];
                    await write(rows, cancellationToken);
                    Interlocked.Add(ref written, rowsAtOnce);
                }
            },
            cancellationToken)));
        return written / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private Guid Of(Random random) => generations[random.Next(generations.Count)];

    private static byte[] User(int i)
    {
        var key = new byte[32];
        BitConverter.TryWriteBytes(key, i % Users);
        return key;
    }
}
