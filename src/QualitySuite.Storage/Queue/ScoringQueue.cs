using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace QualitySuite.Storage.Queue;

/// <summary>
/// The Redis stream <c>scoring</c> with its consumer group <c>workers</c>. It holds only open work: what is acknowledged is deleted.
/// Redis may lose all of it, since scoring.pending in Postgres is the ledger; a lost group is made again where it is missed.
/// Throws <see cref="RedisException"/> and <see cref="TimeoutException"/> when Redis cannot be reached.
/// </summary>
public sealed class ScoringQueue(IConnectionMultiplexer redis)
{
    /// <summary>Key of the stream.</summary>
    public const string Stream = "scoring";

    /// <summary>Name of the consumer group.</summary>
    public const string Group = "workers";

    private static readonly ActivitySource Activities = new("QualitySuite.Storage");

    private IDatabase Database => redis.GetDatabase();

    /// <summary>Appends an image. The trace context is the caller's unless the image brings one.</summary>
    public async Task SendAsync(QueuedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var activity = StartSend(image.TraceParent, count: 1);
        await Database.StreamAddAsync(Stream, Fields(image with { TraceParent = activity?.Id ?? image.TraceParent }));
    }

    /// <summary>Appends many images in one round trip, each under the trace context it brings.</summary>
    public async Task SendAsync(IReadOnlyCollection<QueuedImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var database = Database;
        await Task.WhenAll(images.Select(image => database.StreamAddAsync(Stream, Fields(image))));
    }

    /// <summary>Makes the stream and its group where they are missing.</summary>
    public async Task EnsureGroupAsync()
    {
        try
        {
            await Database.StreamCreateConsumerGroupAsync(Stream, Group, StreamPosition.Beginning, createStream: true);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // Another worker made it.
        }
    }

    /// <summary>Takes up to <paramref name="count"/> entries that no worker has read; empty when there are none.</summary>
    public Task<IReadOnlyList<Delivery>> ReadAsync(string consumer, int count) => WithGroupAsync(async database =>
        Deliveries(await database.StreamReadGroupAsync(Stream, Group, consumer, StreamPosition.NewMessages, count)));

    /// <summary>Takes over entries that a worker has read longer than <paramref name="idle"/> ago without finishing them: it died, or is stuck.</summary>
    public Task<IReadOnlyList<Delivery>> ClaimAsync(string consumer, TimeSpan idle, int count) => WithGroupAsync(async database =>
    {
        var claimed = await database.StreamAutoClaimAsync(Stream, Group, consumer, (long)idle.TotalMilliseconds, "0-0", count);
        return Deliveries(claimed.ClaimedEntries);
    });

    /// <summary>Resets the idle time of entries that this consumer is still working on, so that no other takes them over.</summary>
    public async Task RenewAsync(string consumer, IReadOnlyCollection<string> entryIds)
    {
        ArgumentNullException.ThrowIfNull(entryIds);
        if (entryIds.Count > 0)
        {
            await Database.StreamClaimIdsOnlyAsync(Stream, Group, consumer, 0, Ids(entryIds));
        }
    }

    /// <summary>Marks entries as done and deletes them, both or neither: an entry that is acknowledged and still there would be
    /// read by nobody and stand for its image for ever.</summary>
    public async Task AcknowledgeAsync(IReadOnlyCollection<string> entryIds)
    {
        ArgumentNullException.ThrowIfNull(entryIds);
        if (entryIds.Count == 0)
        {
            return;
        }

        var ids = Ids(entryIds);
        var transaction = Database.CreateTransaction();
        var acknowledged = transaction.StreamAcknowledgeAsync(Stream, Group, ids);
        var deleted = transaction.StreamDeleteAsync(Stream, ids);
        await transaction.ExecuteAsync();
        await Task.WhenAll(acknowledged, deleted);
    }

    /// <summary>
    /// Puts back what this consumer has read and not acknowledged, as new entries at the end: the next worker takes them at once, as their
    /// first delivery. An entry that is acknowledged meanwhile is left out; one that is lost between the two steps is sent again by the relay.
    /// </summary>
    /// <returns>How many were put back.</returns>
    public async Task<int> ReturnAsync(string consumer)
    {
        const int Most = 10_000;
        var database = Database;
        var returned = 0;
        foreach (var held in await database.StreamPendingMessagesAsync(Stream, Group, Most, consumer))
        {
            if (await database.StreamRangeAsync(Stream, held.MessageId, held.MessageId, 1) is [var entry]
                && await database.StreamAcknowledgeAsync(Stream, Group, entry.Id) == 1)
            {
                await Task.WhenAll(database.StreamAddAsync(Stream, entry.Values), database.StreamDeleteAsync(Stream, [entry.Id]));
                returned++;
            }
        }

        return returned;
    }

    /// <summary>Removes this consumer from the group, unless it still holds entries: those must stay claimable. In one step, since
    /// removing a consumer drops what it was given meanwhile.</summary>
    public async Task LeaveAsync(string consumer)
    {
        const string Script = """
            if #redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) == 0 then
                redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
            end
            """;
        await Database.ScriptEvaluateAsync(Script, [Stream], [Group, consumer]);
    }

    /// <summary>How many entries wait and how many are being worked on.</summary>
    public async Task<QueueDepth> DepthAsync()
    {
        var database = Database;
        var length = await database.StreamLengthAsync(Stream);
        if (length == 0)
        {
            return new QueueDepth(0, 0);
        }

        // Redis's own lag is unknown once entries were deleted ahead of the group; the stream holds only open work, so this is exact.
        try
        {
            var inFlight = (await database.StreamPendingAsync(Stream, Group)).PendingMessageCount;
            return new QueueDepth(Math.Max(0, length - inFlight), inFlight);
        }
        catch (RedisServerException e) when (IsGroupMissing(e))
        {
            return new QueueDepth(length, 0);
        }
    }

    /// <summary>
    /// Which of these generations have no entry in the stream. The stream is read from its oldest entry until all are found, so it is cheap
    /// while nothing is missing and the generations asked for are the oldest.
    /// </summary>
    public async Task<HashSet<Guid>> FindMissingAsync(IEnumerable<Guid> generationIds, CancellationToken cancellationToken)
    {
        const int PageSize = 2_000;
        var missing = new HashSet<Guid>(generationIds);
        var database = Database;
        RedisValue from = "-";
        while (missing.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await database.StreamRangeAsync(Stream, from, "+", PageSize);
            foreach (var delivery in Deliveries(page))
            {
                if (delivery.Image is { } image)
                {
                    missing.Remove(image.GenerationId);
                }
            }

            if (page.Length < PageSize)
            {
                break;
            }

            from = "(" + page[^1].Id;
        }

        return missing;
    }

    private async Task<IReadOnlyList<Delivery>> WithGroupAsync(Func<IDatabase, Task<IReadOnlyList<Delivery>>> read)
    {
        try
        {
            return await read(Database);
        }
        catch (RedisServerException e) when (IsGroupMissing(e))
        {
            await EnsureGroupAsync();
            return await read(Database);
        }
    }

    private static bool IsGroupMissing(RedisServerException e) => e.Message.StartsWith("NOGROUP", StringComparison.Ordinal);

    private static Activity? StartSend(string? traceParent, int count)
    {
        var activity = Activities.StartActivity($"send {Stream}", ActivityKind.Producer, traceParent);
        activity?.SetTag("messaging.system", "redis");
        activity?.SetTag("messaging.operation.type", "send");
        activity?.SetTag("messaging.destination.name", Stream);
        activity?.SetTag("messaging.batch.message_count", count);
        return activity;
    }

    private static NameValueEntry[] Fields(QueuedImage image)
    {
        NameValueEntry id = new("id", image.GenerationId.ToString("N"));
        NameValueEntry createdAt = new("at", image.CreatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
        return image.TraceParent is { } trace ? [id, createdAt, new NameValueEntry("tp", trace)] : [id, createdAt];
    }

    private static List<Delivery> Deliveries(StreamEntry[] entries)
    {
        var deliveries = new List<Delivery>(entries.Length);
        foreach (var entry in entries)
        {
            // An entry deleted while it was pending comes back without fields.
            if (!entry.IsNull)
            {
                deliveries.Add(new Delivery(entry.Id.ToString(), Parse(entry)));
            }
        }

        return deliveries;
    }

    private static QueuedImage? Parse(StreamEntry entry)
    {
        var valid = Guid.TryParseExact((string?)entry["id"], "N", out var id)
            & long.TryParse((string?)entry["at"], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks);
        return valid && ticks <= DateTime.MaxValue.Ticks
            ? new QueuedImage(id, new DateTimeOffset(ticks, TimeSpan.Zero), entry["tp"])
            : null;
    }

    private static RedisValue[] Ids(IReadOnlyCollection<string> entryIds) => [.. entryIds.Select(id => (RedisValue)id)];
}
