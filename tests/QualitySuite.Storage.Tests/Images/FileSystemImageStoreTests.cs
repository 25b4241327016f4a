using Microsoft.Extensions.Options;
using QualitySuite.Storage.Images;

namespace QualitySuite.Storage.Tests.Images;

public sealed class FileSystemImageStoreTests : ImageStoreConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("image-store-").FullName;

    public FileSystemImageStoreTests() => Store = Open(_folder);

    private protected override ImageStore Store { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_full_disk_is_said_leaves_nothing_half_written_and_takes_the_image_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 4);
        disk.Require();
        var store = Open(disk.Folder);
        var small = await store.PutAsync(Content(100_000), Cancellation);
        var large = Content(2_000_000, seed: 2);
        disk.Fill();

        await Assert.ThrowsAsync<ImageStoreFullException>(() => store.PutAsync(large, Cancellation));
        await Assert.ThrowsAsync<ImageStoreFullException>(() => store.PutAsync(Content(1, seed: 3), Cancellation));
        await Assert.ThrowsAsync<ImageStoreFullException>(() => store.KeepThumbnailAsync(small, 256, Content(1), Cancellation));

        // What needs no room goes on: the same image again, and reading.
        Assert.Equal(small, await store.PutAsync(Content(100_000), Cancellation));
        using var kept = await store.ReadAsync(small, Cancellation);
        Assert.Equal(Content(100_000), kept!.Memory.ToArray());
        Assert.Equal([small.Hex], Directory.EnumerateFiles(disk.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Except([SmallDisk.Filler]));

        disk.MakeRoom();
        using var stored = await store.ReadAsync(await store.PutAsync(large, Cancellation), Cancellation);
        Assert.Equal(large, stored!.Memory.ToArray());
    }

    protected override Task<IReadOnlyList<string>> NamesAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal)]);

    protected override Task InterruptAWriteAsync(byte[] content) => File.WriteAllBytesAsync(
        Path.Combine(_folder, "incoming", $"{ImageAddress.Of(content)}.{Guid.NewGuid():N}"), content[..(content.Length / 2)], Cancellation);

    protected override Task TakeAwayAsync() => MoveAsync(_folder, _folder + ".away");

    protected override Task BringBackAsync() => MoveAsync(_folder + ".away", _folder);

    private static Task MoveAsync(string from, string to)
    {
        Directory.Move(from, to);
        return Task.CompletedTask;
    }

    private FileSystemImageStore Open(string folder) => new(Options.Create(new ImageStoreOptions { Path = folder }), Time);
}
