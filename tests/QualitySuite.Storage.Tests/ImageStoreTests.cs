using System.Text;
using Microsoft.Extensions.Options;
using QualitySuite.Storage.Images;

namespace QualitySuite.Storage.Tests;

public sealed class ImageStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("image-store-").FullName;
    private readonly ImageStore _store;

    public ImageStoreTests() => _store = new ImageStore(Options.Create(new ImageStoreOptions { Path = _folder }), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_put_comes_back_under_the_hash_of_its_bytes()
    {
        var address = await _store.PutAsync("abc"u8.ToArray(), Cancellation);

        // FIPS 180-4, example of SHA-256.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", address.Hex);
        using var bytes = await _store.ReadAsync(address, Cancellation);
        Assert.Equal("abc", Encoding.ASCII.GetString(bytes!.Memory.Span));
    }

    [Fact]
    public async Task Many_writers_of_the_same_content_leave_one_file()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _store.PutAsync(new byte[10_000], Cancellation), Cancellation)));

        Assert.Single(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.PutAsync(new byte[100_000], new CancellationToken(canceled: true)));

        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_missing_image_is_null_and_not_an_error()
    {
        var address = ImageAddress.Of("missing"u8);

        Assert.Null(_store.OpenRead(address));
        Assert.Null(await _store.ReadAsync(address, Cancellation));
    }

    [Fact]
    public async Task An_old_image_is_removed_unless_it_was_stored_again()
    {
        var old = await _store.PutAsync("old"u8.ToArray(), Cancellation);
        var again = await _store.PutAsync("again"u8.ToArray(), Cancellation);
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        Assert.Equal(2, _store.OlderThan(before).Count());
        await _store.PutAsync("again"u8.ToArray(), Cancellation);

        Assert.True(_store.RemoveIfOlderThan(old, before));
        Assert.False(_store.RemoveIfOlderThan(again, before));
        Assert.Null(_store.OpenRead(old));
        await using var kept = _store.OpenRead(again);
        Assert.NotNull(kept);
    }

    [Fact]
    public async Task An_image_that_is_stored_while_several_remove_it_is_there_afterwards()
    {
        var content = "contended"u8.ToArray();
        for (var round = 0; round < 300; round++)
        {
            var address = await _store.PutAsync(content, Cancellation);
            File.SetLastWriteTimeUtc(Directory.EnumerateFiles(_folder, address.Hex, SearchOption.AllDirectories).Single(), DateTime.UnixEpoch);
            using var start = new Barrier(4);
            var removals = Enumerable.Range(0, 3).Select(_ => Task.Run(
                () =>
                {
                    start.SignalAndWait(Cancellation);
                    _store.RemoveIfOlderThan(address, DateTimeOffset.UnixEpoch.AddDays(1));
                },
                Cancellation)).ToList();
            await Task.Run(
                async () =>
                {
                    start.SignalAndWait(Cancellation);
                    await _store.PutAsync(content, Cancellation);
                },
                Cancellation);
            await Task.WhenAll(removals);

            await using var kept = _store.OpenRead(address);
            Assert.True(kept is not null, $"Lost in round {round}.");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf")]
    [InlineData("../../../../../../../../../../../../../../../../../../../../etc/pass")]
    [InlineData("zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Text_that_is_no_hash_is_no_address(string text) => Assert.False(ImageAddress.TryParse(text, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(10_000)]
    public async Task A_stream_is_read_to_its_end_up_to_the_limit(int length)
    {
        var content = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        using var read = await PooledBytes.ReadToEndAsync(new MemoryStream(content), expected: 10, limit: 10_000, Cancellation);
        Assert.Equal(content, read!.Memory.ToArray());
        Assert.Null(await PooledBytes.ReadToEndAsync(new MemoryStream(new byte[10_001]), expected: 10, limit: 10_000, Cancellation));
    }
}
