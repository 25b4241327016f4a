using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using QualitySuite.FeedbackApi.Images;
using QualitySuite.Storage.Images;

namespace QualitySuite.IntegrationTests;

/// <summary>The orphan collector over a folder of this test's own and the suite's database.</summary>
public sealed class OrphanTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    private readonly SharedSuite _shared;
    private readonly string _folder = Directory.CreateTempSubdirectory("orphans-").FullName;
    private readonly FileSystemImageStore _images;
    private readonly ThumbnailCache _thumbnails;

    public OrphanTests(SharedSuite shared)
    {
        _shared = shared;
        _images = new FileSystemImageStore(Options.Create(new ImageStoreOptions { Path = _folder }), TimeProvider.System);
        _thumbnails = new ThumbnailCache(_images);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _thumbnails.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Images_without_a_row_go_when_their_grace_is_over_with_their_thumbnails_and_all_others_stay()
    {
        var orphan = await PutAsync(TestImages.Draw(330), age: Grace + TimeSpan.FromMinutes(1));
        await _thumbnails.GetAsync(new LocatedImage(orphan, "image/jpeg", 1), 256, Cancellation);
        var young = await PutAsync(TestImages.Draw(331), age: Grace - TimeSpan.FromMinutes(1));
        var bytes = TestImages.Draw(332);
        await _shared.Running.SubmitAsync("orphans", bytes, Cancellation);
        var referenced = await PutAsync(bytes, age: Grace * 10);
        await _thumbnails.GetAsync(new LocatedImage(referenced, "image/jpeg", 1), 256, Cancellation);
        var incoming = Path.Combine(_folder, "incoming");
        var interrupted = WriteFile(incoming, $"{orphan.Hex}.cut", Grace * 2);
        var writing = WriteFile(incoming, $"{orphan.Hex}.now", TimeSpan.Zero);
        var foreign = WriteFile(_folder, "README", Grace * 10);

        Assert.Equal(1, await Collector().CollectAsync(Cancellation));

        Assert.Equal(
            new[] { $"{referenced.Hex}", $"{referenced.Hex}.webp", young.Hex, writing, foreign }.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(incoming, interrupted)));
        Assert.Equal(0, await Collector().CollectAsync(Cancellation));
    }

    [Fact]
    public async Task An_old_orphan_that_is_stored_anew_while_two_collectors_run_is_never_lost()
    {
        const int Count = 400;
        var contents = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetBytes(64)).ToList();
        foreach (var content in contents)
        {
            await PutAsync(content, age: Grace * 2);
        }

        // Every other image comes back, as at ingest: first the file, then the row.
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var collecting = Enumerable.Range(0, 2).Select(_ => Task.Run(() => CollectUntilAsync(done.Token), Cancellation)).ToList();
        await Parallel.ForEachAsync(contents.Where((_, i) => i % 2 == 0), Cancellation, async (content, _) => await InsertAsync(await _images.PutAsync(content, Cancellation)));
        await done.CancelAsync();
        var removed = (await Task.WhenAll(collecting)).Sum() + await Collector().CollectAsync(Cancellation);

        Assert.True(removed >= Count / 2, $"Only {removed} were removed.");
        for (var i = 0; i < Count; i++)
        {
            using var stored = await _images.ReadAsync(ImageAddress.Of(contents[i]), Cancellation);
            Assert.Equal(i % 2 == 0 ? contents[i] : null, stored?.Memory.ToArray());
        }
    }

    private async Task<int> CollectUntilAsync(CancellationToken end)
    {
        var removed = 0;
        while (!end.IsCancellationRequested)
        {
            removed += await Collector().CollectAsync(Cancellation);
        }

        return removed;
    }

    private OrphanCollector Collector() => new(
        _images, _thumbnails, _shared.Running.Database, Options.Create(new OrphanOptions { Age = Grace }), TimeProvider.System, NullLogger<OrphanCollector>.Instance);

    private async Task<ImageAddress> PutAsync(byte[] content, TimeSpan age)
    {
        var address = await _images.PutAsync(content, Cancellation);
        var file = Directory.EnumerateFiles(_folder, address.Hex, SearchOption.AllDirectories).Single();
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - age);
        return address;
    }

    private static string WriteFile(string folder, string name, TimeSpan age)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, [1]);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - age);
        return name;
    }

    // A row as ingest writes it, but for the pending one: the worker has no part in this.
    private async Task InsertAsync(ImageAddress address)
    {
        await using var connection = await _shared.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("""
            insert into feedback.generations (
                id, created_at, app, prompt, model_name, model_version, outcome, image_hash, image_type, image_bytes, image_width, image_height)
            values (gen_random_uuid(), now(), 'orphan-race', 'p', 'm', '1', 'succeeded', @hash, 'image/png', 1, 1, 1)
            """, new { hash = address.ToHash() });
    }
}
