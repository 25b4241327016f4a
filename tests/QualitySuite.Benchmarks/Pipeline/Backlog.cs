using System.Diagnostics;
using Dapper;
using Npgsql;
using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Storage.Queue;
using StackExchange.Redis;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>Puts images before the worker as the Feedback API does, and times how long they are about it.</summary>
internal sealed class Backlog(NpgsqlDataSource database, IConnectionMultiplexer redis)
{
    /// <summary>What the model gives.</summary>
    public const string ModelMetric = "clip_score";

    private const string WriteText = """
        with images as (
            select * from unnest(@Ids, @Hashes, @Prompts, @Bytes) as i (id, hash, prompt, bytes)
        ), keys as (
            insert into feedback.generation_keys (id, created_at, app) select id, @At, 'benchmark' from images
        ), generations as (
            insert into feedback.generations (
                id, created_at, app, prompt, model_name, model_version, outcome, image_hash, image_type, image_bytes, image_width, image_height)
            select id, @At, 'benchmark', prompt, 'painter', '1', 'succeeded', hash, 'image/jpeg', bytes, @Side, @Side from images
        )
        insert into scoring.pending (generation_id, generation_created_at, image_hash) select id, @At, hash from images
        """;

    private const string CountText = """
        select (select count(*) from scoring.completions where generation_id = any(@ids)) as Completions,
               (select count(*) from scoring.scores v join scoring.scorers s on s.id = v.scorer_id
                where v.generation_id = any(@ids) and s.metric = @metric) as Scores
        """;

    /// <summary>Few, so that the worker has their embeddings after the first burst.</summary>
    private static readonly string[] Prompts = ["two red apples left of a blue cup", "a lighthouse at dusk, oil painting", "a fox in the snow"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    private readonly ScoringQueue _queue = new(redis);

    /// <summary>Sends so many images at once and waits until the last one's scores are committed.</summary>
    /// <returns>From sending to that moment, which lies up to 75 ms after the worker's own: half a poll of ours, one of its idle queue.</returns>
    public async Task<TimeSpan> RunAsync(ImageSet images, int count, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow();
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7(at)).ToArray();
        await WriteAsync(images, ids, at, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await _queue.SendAsync([.. ids.Select(id => new QueuedImage(id, at, null))]);
        var (left, since) = ((long)count, Stopwatch.GetTimestamp());
        while (await PendingAsync(cancellationToken) is > 0 and var pending)
        {
            (left, since) = pending == left ? (left, since) : (pending, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new InvalidOperationException($"The worker has scored nothing for {Patience.TotalSeconds} s; {left} of {count} images wait.");
            }

            await Task.Delay(Poll, cancellationToken);
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        await CheckAsync(ids, cancellationToken);
        return elapsed;
    }

    private async Task WriteAsync(ImageSet images, Guid[] ids, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var chosen = ids.Select((_, i) => images.Images[i % images.Images.Count]).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            WriteText,
            new
            {
                Ids = ids,
                Hashes = chosen.Select(image => image.Address.ToHash()).ToArray(),
                Prompts = ids.Select((_, i) => Prompts[i % Prompts.Length]).ToArray(),
                Bytes = chosen.Select(image => (long)image.Bytes).ToArray(),
                At = at,
                ImageSet.Side,
            },
            cancellationToken: cancellationToken));
    }

    private async Task<long> PendingAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select count(*) from scoring.pending");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // A worker that gives images up is quick.
    private async Task CheckAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (completions, scores) = await connection.QuerySingleAsync<(long, long)>(
            new CommandDefinition(CountText, new { ids, metric = ModelMetric }, cancellationToken: cancellationToken));
        if (completions != ids.Length || scores != ids.Length)
        {
            throw new BenchmarkException($"Of {ids.Length} images {completions} were finished and {scores} got a {ModelMetric}.");
        }
    }
}
