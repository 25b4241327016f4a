using QualitySuite.Storage.Queue;
using StackExchange.Redis;

namespace QualitySuite.Storage.Tests;

/// <summary>Tests share one server and empty it, so they run one after another.</summary>
public sealed class ScoringQueueTests(RedisServer server)
{
    private static readonly DateTimeOffset CreatedAt = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public async Task What_was_sent_is_delivered_once_in_order_and_whole()
    {
        var queue = await QueueAsync();
        QueuedImage[] images = [Image(), Image() with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }, Image()];
        await queue.SendAsync(images[0]);
        await queue.SendAsync(images[1..]);

        var first = await queue.ReadAsync("a", 2);
        var second = await queue.ReadAsync("b", 10);

        Assert.Equal(images, first.Concat(second).Select(delivery => delivery.Image));
        Assert.Equal([2, 1], [first.Count, second.Count]);
        Assert.Empty(await queue.ReadAsync("a", 10));
    }

    [Fact]
    public async Task An_acknowledged_entry_is_gone_and_the_others_are_counted()
    {
        var queue = await QueueAsync();
        await queue.SendAsync([Image(), Image(), Image()]);
        var read = await queue.ReadAsync("a", 2);
        Assert.Equal(new QueueDepth(Lag: 1, InFlight: 2), await queue.DepthAsync());

        await queue.AcknowledgeAsync([read[0].EntryId]);

        Assert.Equal(new QueueDepth(Lag: 1, InFlight: 1), await queue.DepthAsync());
        Assert.DoesNotContain(await queue.ClaimAsync("b", TimeSpan.Zero, 10), delivery => delivery.EntryId == read[0].EntryId);
    }

    [Fact]
    public async Task Only_entries_that_nobody_renews_are_taken_over()
    {
        var idle = TimeSpan.FromSeconds(1);
        var queue = await QueueAsync();
        await queue.SendAsync([Image(), Image()]);
        var read = await queue.ReadAsync("dead", 2);
        Assert.Empty(await queue.ClaimAsync("heir", TimeSpan.FromMinutes(1), 10));

        await Task.Delay(idle * 1.2, TestContext.Current.CancellationToken);
        await queue.RenewAsync("dead", [read[1].EntryId]);
        var claimed = await queue.ClaimAsync("heir", idle, 10);

        Assert.Equal(read[0], Assert.Single(claimed));
    }

    [Fact]
    public async Task A_worker_that_leaves_with_open_entries_leaves_them_claimable()
    {
        var queue = await QueueAsync();
        await queue.SendAsync([Image()]);
        var read = await queue.ReadAsync("leaving", 1);
        await queue.LeaveAsync("leaving");

        Assert.Equal(read, await queue.ClaimAsync("heir", TimeSpan.Zero, 10));
        await queue.AcknowledgeAsync([read[0].EntryId]);
        await queue.LeaveAsync("heir");
        var consumers = await server.Connected().GetDatabase().StreamConsumerInfoAsync(ScoringQueue.Stream, ScoringQueue.Group);
        Assert.Equal(["leaving"], consumers.Select(consumer => consumer.Name));
    }

    [Fact]
    public async Task What_a_worker_puts_back_is_read_as_new_by_the_next_and_nothing_ties_it_to_the_group()
    {
        var queue = await QueueAsync();
        await queue.SendAsync([Image(), Image(), Image()]);
        var read = await queue.ReadAsync("leaving", 3);
        await queue.AcknowledgeAsync([read[0].EntryId]);

        Assert.Equal(2, await queue.ReturnAsync("leaving"));
        await queue.LeaveAsync("leaving");

        Assert.Equal(new QueueDepth(Lag: 2, InFlight: 0), await queue.DepthAsync());
        Assert.Empty(await server.Connected().GetDatabase().StreamConsumerInfoAsync(ScoringQueue.Stream, ScoringQueue.Group));
        var again = await queue.ReadAsync("heir", 10);
        Assert.Equal(read.Skip(1).Select(delivery => delivery.Image), again.Select(delivery => delivery.Image));
    }

    [Fact]
    public async Task A_queue_that_lost_its_data_works_again_at_the_next_call()
    {
        var queue = await QueueAsync();
        await queue.EnsureGroupAsync();
        await server.EmptyAsync();

        Assert.Equal(new QueueDepth(0, 0), await queue.DepthAsync());
        var image = Image();
        await queue.SendAsync(image);
        Assert.Equal(new QueueDepth(1, 0), await queue.DepthAsync());
        Assert.Equal(image, Assert.Single(await queue.ReadAsync("a", 1)).Image);
    }

    [Fact]
    public async Task What_is_missing_is_found_across_pages_read_entries_included()
    {
        var queue = await QueueAsync();
        QueuedImage[] images = [.. Enumerable.Range(0, 4_001).Select(_ => Image())];
        await queue.SendAsync(images);
        await queue.ReadAsync("a", 10);
        Guid[] unknown = [Guid.NewGuid(), Guid.NewGuid()];

        var missing = await queue.FindMissingAsync(
            [images[0].GenerationId, images[2_000].GenerationId, images[^1].GenerationId, .. unknown], TestContext.Current.CancellationToken);

        Assert.Equal(unknown.ToHashSet(), missing);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_delivered_without_an_image_and_can_be_acknowledged()
    {
        var queue = await QueueAsync();
        var database = server.Connected().GetDatabase();
        await database.StreamAddAsync(ScoringQueue.Stream, "id", "not a uuid");
        await database.StreamAddAsync(ScoringQueue.Stream, [new NameValueEntry("id", Guid.NewGuid().ToString("N")), new NameValueEntry("at", long.MaxValue)]);

        var read = await queue.ReadAsync("a", 10);

        Assert.Equal([null, null], read.Select(delivery => delivery.Image));
        await queue.AcknowledgeAsync([.. read.Select(delivery => delivery.EntryId)]);
        Assert.Equal(new QueueDepth(0, 0), await queue.DepthAsync());
    }

    private static QueuedImage Image() => new(Guid.NewGuid(), CreatedAt, TraceParent: null);

    private async Task<ScoringQueue> QueueAsync() => new(await server.EmptyAsync());
}
