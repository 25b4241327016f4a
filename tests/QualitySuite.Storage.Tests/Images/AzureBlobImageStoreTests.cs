using System.Net;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Microsoft.Extensions.Options;
using QualitySuite.Storage.Images;

namespace QualitySuite.Storage.Tests.Images;

/// <summary>The store on Azurite, each test in a container of its own.</summary>
public sealed class AzureBlobImageStoreTests : ImageStoreConformance, IClassFixture<AzuriteServer>
{
    private readonly AzuriteServer _azurite;
    private readonly string _name = $"images-{Guid.NewGuid():N}";

    public AzureBlobImageStoreTests(AzuriteServer azurite)
    {
        AzuriteServer.Require();
        _azurite = azurite;
        Store = Open(azurite);
    }

    private protected override ImageStore Store { get; }

    private BlobContainerClient Container => new(_azurite.ConnectionString, _name, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2024_11_04));

    [Fact]
    public async Task A_full_account_is_said_and_leaves_nothing_half_written()
    {
        await using var small = new AzuriteServer { Arguments = ["--inMemoryPersistence", "--extentMemoryLimit", "1"] };
        await small.StartAsync(Cancellation);
        var store = Open(small);
        var fits = await store.PutAsync(Content(600_000), Cancellation);

        await Assert.ThrowsAsync<ImageStoreFullException>(() => store.PutAsync(Content(600_000, seed: 2), Cancellation));

        Assert.Null(await store.ReadAsync(ImageAddress.Of(Content(600_000, seed: 2)), Cancellation));
        using var kept = await store.ReadAsync(fits, Cancellation);
        Assert.Equal(Content(600_000), kept!.Memory.ToArray());
    }

    [Fact]
    public async Task A_blob_that_was_copied_into_the_container_is_as_old_as_the_service_says()
    {
        await Store.CheckAsync(Cancellation);
        var content = "copied"u8.ToArray();
        var address = ImageAddress.Of(content);
        await Container.UploadBlobAsync($"{address.Hex[..2]}/{address.Hex[2..4]}/{address.Hex}", BinaryData.FromBytes(content), Cancellation);
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(0, await Store.OlderThanAsync(now.AddMinutes(-5), Cancellation).CountAsync(Cancellation));
        Assert.Equal([address], await Store.OlderThanAsync(now.AddMinutes(5), Cancellation).ToListAsync(Cancellation));
        Assert.False(await Store.RemoveIfOlderThanAsync(address, now.AddMinutes(-5), Cancellation));
        Assert.True(await Store.RemoveIfOlderThanAsync(address, now.AddMinutes(5), Cancellation));
    }

    protected override async Task<IReadOnlyList<string>> NamesAsync() =>
        await Container.GetBlobsAsync(new GetBlobsOptions { States = BlobStates.All }, Cancellation).Select(blob => blob.Name).ToListAsync(Cancellation);

    // The connection is lost when half of the request's body is sent.
    protected override async Task InterruptAWriteAsync(byte[] content)
    {
        await Store.CheckAsync(Cancellation);
        var hex = ImageAddress.Of(content).Hex;
        var address = Container.GetBlobClient($"{hex[..2]}/{hex[2..4]}/{hex}").GenerateSasUri(BlobSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, address);
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Content = new CutContent(content);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, Cancellation));
    }

    protected override Task TakeAwayAsync() => _azurite.StopAsync();

    protected override Task BringBackAsync() => _azurite.StartAsync(Cancellation);

    private AzureBlobImageStore Open(AzuriteServer server) => new(
        Options.Create(new ImageStoreOptions
        {
            Kind = ImageStoreKind.AzureBlob,
            AzureBlob = new AzureBlobOptions { ConnectionString = server.ConnectionString, Container = _name },
        }),
        Time);

    private sealed class CutContent(byte[] content) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(content.AsMemory(0, content.Length / 2));
            await stream.FlushAsync();
            throw new IOException("Cut.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}
