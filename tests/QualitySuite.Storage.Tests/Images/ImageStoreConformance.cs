using System.Text;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;

namespace QualitySuite.Storage.Tests.Images;

/// <summary>What every image store keeps to. A store's own tests derive from this and say how to look behind it.</summary>
public abstract class ImageStoreConformance
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    private protected abstract ImageStore Store { get; }

    private DateTimeOffset Before => Time.GetUtcNow() - Grace;

    /// <summary>Names of all that lies in the store, whole or not, as <c>ab/cd/abcd…</c>.</summary>
    protected abstract Task<IReadOnlyList<string>> NamesAsync();

    /// <summary>Begins to store the content and is cut off in the middle, as a process that is killed is.</summary>
    protected abstract Task InterruptAWriteAsync(byte[] content);

    /// <summary>Makes the store unreachable.</summary>
    protected abstract Task TakeAwayAsync();

    /// <summary>Makes it reachable again, with what was in it.</summary>
    protected abstract Task BringBackAsync();

    [Fact]
    public async Task What_was_put_comes_back_under_the_hash_of_its_bytes()
    {
        var address = await Store.PutAsync("abc"u8.ToArray(), Cancellation);

        // FIPS 180-4, example of SHA-256.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", address.Hex);
        using var bytes = await Store.ReadAsync(address, Cancellation);
        Assert.Equal("abc", Encoding.ASCII.GetString(bytes!.Memory.Span));
        Assert.Equal([$"ba/78/{address.Hex}"], await NamesAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32 * 1024 * 1024)]
    public async Task Content_of_any_length_comes_back_whole(int length)
    {
        var content = Content(length);

        var address = await Store.PutAsync(content, Cancellation);

        using var whole = await Store.ReadAsync(address, Cancellation);
        Assert.True(content.AsSpan().SequenceEqual(whole!.Memory.Span));
        await using var stream = await Store.OpenReadAsync(address, Cancellation);
        Assert.Equal(length, stream!.Length);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        Assert.True(content.AsSpan().SequenceEqual(copy.GetBuffer().AsSpan(0, (int)copy.Length)));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1_000_000, 1_500_000)]
    [InlineData(2_999_990, 10)]
    public async Task A_range_is_read_from_where_it_begins(int offset, int length)
    {
        var content = Content(3_000_000);
        await using var stream = await Store.OpenReadAsync(await Store.PutAsync(content, Cancellation), Cancellation);

        var range = new byte[length];
        stream!.Seek(offset, SeekOrigin.Begin);
        await stream.ReadExactlyAsync(range, Cancellation);

        Assert.True(content.AsSpan(offset, length).SequenceEqual(range));
        Assert.Equal(offset + length, stream.Position);
        stream.Position = 7;
        Assert.Equal(1, await stream.ReadAsync(range.AsMemory(0, 1), Cancellation));
        Assert.Equal(content[7], range[0]);
        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(range, Cancellation));
    }

    [Fact]
    public async Task An_image_that_is_stored_again_while_it_is_read_is_read_to_its_end()
    {
        var content = Content(3_000_000);
        await using var stream = await Store.OpenReadAsync(await Store.PutAsync(content, Cancellation), Cancellation);

        var read = new byte[content.Length];
        await stream!.ReadExactlyAsync(read.AsMemory(0, 1_000), Cancellation);
        await Store.PutAsync(content, Cancellation);
        await stream.ReadExactlyAsync(read.AsMemory(1_000), Cancellation);

        Assert.True(content.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Many_writers_of_the_same_content_leave_one_image()
    {
        var content = Content(10_000);

        var addresses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.PutAsync(content, Cancellation), Cancellation)));

        var address = Assert.Single(addresses.Distinct());
        Assert.Equal([NameOf(address)], await NamesAsync());
        using var whole = await Store.ReadAsync(address, Cancellation);
        Assert.Equal(content, whole!.Memory.ToArray());
    }

    [Fact]
    public async Task A_missing_image_is_null_and_not_an_error()
    {
        var address = ImageAddress.Of("missing"u8);

        Assert.Null(await Store.OpenReadAsync(address, Cancellation));
        Assert.Null(await Store.ReadAsync(address, Cancellation));
        Assert.Null(await Store.ReadThumbnailAsync(address, 256, Cancellation));
        Assert.False(await Store.RemoveIfOlderThanAsync(address, Time.GetUtcNow(), Cancellation));
        await Store.RemoveThumbnailAsync(address, 256, Cancellation);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_does_nothing()
    {
        var address = await Store.PutAsync("there"u8.ToArray(), Cancellation);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Content(100_000), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync(address, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.OpenReadAsync(address, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.RemoveIfOlderThanAsync(address, Time.GetUtcNow().AddDays(1), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.OlderThanAsync(Time.GetUtcNow(), cancelled).CountAsync(Cancellation));

        Assert.Equal([NameOf(address)], await NamesAsync());
    }

    [Fact]
    public async Task A_write_that_is_cancelled_midway_leaves_the_whole_image_or_nothing()
    {
        for (var round = 0; round < 20; round++)
        {
            var content = Content(4_000_000, seed: round);
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            soon.CancelAfter(TimeSpan.FromMilliseconds(round));
            try
            {
                await Store.PutAsync(content, soon.Token);
            }
            catch (OperationCanceledException)
            {
                // Then it may be there or not.
            }

            using var stored = await Store.ReadAsync(ImageAddress.Of(content), Cancellation);
            Assert.True(stored is null || content.AsSpan().SequenceEqual(stored.Memory.Span), $"A part is there in round {round}.");
        }
    }

    [Fact]
    public async Task An_interrupted_write_shows_no_image_and_its_remains_go()
    {
        var content = Content(200_000);
        var address = ImageAddress.Of(content);

        await InterruptAWriteAsync(content);

        Assert.Null(await Store.ReadAsync(address, Cancellation));
        Assert.Null(await Store.OpenReadAsync(address, Cancellation));
        Assert.Equal(0, await Store.OlderThanAsync(DateTimeOffset.MaxValue, Cancellation).CountAsync(Cancellation));
        await Store.RemoveInterruptedWritesAsync(DateTimeOffset.MaxValue, Cancellation);
        Assert.Empty(await NamesAsync());
        await Store.PutAsync(content, Cancellation);
        using var whole = await Store.ReadAsync(address, Cancellation);
        Assert.Equal(content, whole!.Memory.ToArray());
    }

    [Fact]
    public async Task An_old_image_is_removed_unless_it_was_stored_again()
    {
        var old = await Store.PutAsync("old"u8.ToArray(), Cancellation);
        var again = await Store.PutAsync("again"u8.ToArray(), Cancellation);
        Time.Advance(Grace);
        Assert.Empty(await OldAsync());
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new[] { old, again }.OrderBy(a => a.Hex), (await OldAsync()).OrderBy(a => a.Hex));

        await Store.PutAsync("again"u8.ToArray(), Cancellation);

        Assert.Equal([old], await OldAsync());
        Assert.False(await Store.RemoveIfOlderThanAsync(again, Before, Cancellation));
        Assert.True(await Store.RemoveIfOlderThanAsync(old, Before, Cancellation));
        Assert.False(await Store.RemoveIfOlderThanAsync(old, Before, Cancellation));
        Assert.Equal([NameOf(again)], await NamesAsync());
    }

    [Fact]
    public async Task An_image_that_is_stored_while_several_remove_it_is_there_afterwards()
    {
        var content = "contended"u8.ToArray();
        var address = ImageAddress.Of(content);
        for (var round = 0; round < 100; round++)
        {
            await Store.PutAsync(content, Cancellation);
            Time.Advance(Grace + TimeSpan.FromSeconds(1));
            var before = Before;
            using var start = new Barrier(4);
            var removals = Enumerable.Range(0, 3).Select(_ => Task.Run(
                () =>
                {
                    start.SignalAndWait(Cancellation);
                    return Store.RemoveIfOlderThanAsync(address, before, Cancellation);
                },
                Cancellation)).ToList();
            await Task.Run(
                () =>
                {
                    start.SignalAndWait(Cancellation);
                    return Store.PutAsync(content, Cancellation);
                },
                Cancellation);
            var removed = await Task.WhenAll(removals);

            using var kept = await Store.ReadAsync(address, Cancellation);
            Assert.True(kept is not null, $"Lost in round {round}.");
            Assert.InRange(removed.Count(yes => yes), 0, 1);
        }
    }

    [Fact]
    public async Task A_thumbnail_is_kept_replaced_and_removed_and_is_no_image()
    {
        var address = await Store.PutAsync("image"u8.ToArray(), Cancellation);
        await Store.KeepThumbnailAsync(address, 256, "first"u8.ToArray(), Cancellation);
        await Store.KeepThumbnailAsync(address, 256, "second"u8.ToArray(), Cancellation);

        Assert.Equal("second"u8.ToArray(), await Store.ReadThumbnailAsync(address, 256, Cancellation));
        Assert.Null(await Store.ReadThumbnailAsync(address, 512, Cancellation));
        Assert.Equal([address], await Store.OlderThanAsync(DateTimeOffset.MaxValue, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([NameOf(address), $"thumbnails/256/{address.Hex[..2]}/{address.Hex}.webp"], await NamesAsync());
        await Store.RemoveThumbnailAsync(address, 256, Cancellation);
        Assert.Equal([NameOf(address)], await NamesAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_an_outage_and_no_image_is_missing()
    {
        var address = await Store.PutAsync("there"u8.ToArray(), Cancellation);
        await Store.CheckAsync(Cancellation);

        await TakeAwayAsync();
        await IsOutAsync(() => Store.CheckAsync(Cancellation));
        await IsOutAsync(() => Store.PutAsync("more"u8.ToArray(), Cancellation));
        await IsOutAsync(() => Store.ReadAsync(address, Cancellation));
        await IsOutAsync(() => Store.OpenReadAsync(address, Cancellation));
        await IsOutAsync(() => Store.ReadThumbnailAsync(address, 256, Cancellation));
        await IsOutAsync(() => Store.KeepThumbnailAsync(address, 256, "t"u8.ToArray(), Cancellation));
        await IsOutAsync(() => Store.RemoveIfOlderThanAsync(address, Time.GetUtcNow().AddDays(1), Cancellation));
        await IsOutAsync(() => Store.RemoveInterruptedWritesAsync(Before, Cancellation));
        await IsOutAsync(async () => await Store.OlderThanAsync(Before, Cancellation).CountAsync(Cancellation));

        await BringBackAsync();
        await Store.CheckAsync(Cancellation);
        using var kept = await Store.ReadAsync(address, Cancellation);
        Assert.Equal("there"u8.ToArray(), kept!.Memory.ToArray());
        await Store.PutAsync("more"u8.ToArray(), Cancellation);

        static async Task IsOutAsync(Func<Task> call) => Assert.Equal("The image store", (await Assert.ThrowsAsync<OutageException>(call)).Dependency);
    }

    protected static byte[] Content(int length, int seed = 1)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static string NameOf(ImageAddress address) => $"{address.Hex[..2]}/{address.Hex[2..4]}/{address.Hex}";

    private async Task<List<ImageAddress>> OldAsync() => await Store.OlderThanAsync(Before, Cancellation).ToListAsync(Cancellation);
}
