using Microsoft.Extensions.Options;
using QualitySuite.Imaging;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images;

/// <summary>Why there is no thumbnail.</summary>
internal enum ThumbnailProblem
{
    None,
    Missing,
    Undecodable,
}

/// <summary>WebP thumbnails, made when first asked for and kept in files beside the images. Losing them costs only the making.</summary>
internal sealed class ThumbnailCache(ImageStore images, IOptions<ImageStoreOptions> options, TimeProvider time) : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.Path), "thumbnails");

    // Decoding takes memory and a core for milliseconds: a page of 100 thumbnails must not start 100 decodes at once.
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);

    public async Task<(byte[] Bytes, ThumbnailProblem Problem)> GetAsync(ImageAddress address, int size, CancellationToken cancellationToken)
    {
        var path = PathOf(address, size);
        try
        {
            return (await File.ReadAllBytesAsync(path, cancellationToken), ThumbnailProblem.None);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return await MakeAsync(address, size, path, cancellationToken);
        }
    }

    /// <summary>Removes what was made of an image that is gone.</summary>
    public void Remove(ImageAddress address)
    {
        foreach (var size in (int[])[256, 512])
        {
            try
            {
                File.Delete(PathOf(address, size));
            }
            catch (DirectoryNotFoundException)
            {
                // None was made.
            }
        }
    }

    public void Dispose() => _decoders.Dispose();

    private async Task<(byte[], ThumbnailProblem)> MakeAsync(ImageAddress address, int size, string path, CancellationToken cancellationToken)
    {
        await _decoders.WaitAsync(cancellationToken);
        try
        {
            using var original = await images.ReadAsync(address, cancellationToken);
            if (original is null)
            {
                return ([], ThumbnailProblem.Missing);
            }

            using var encoded = new MemoryStream();
            Thumbnail.EncodeWebP(original.Memory.Span, size, encoded);
            var bytes = encoded.ToArray();
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = $"{path}.{Guid.CreateVersion7(time.GetUtcNow()):N}";
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, path, overwrite: true);
            return (bytes, ThumbnailProblem.None);
        }
        catch (ImageDecodeException)
        {
            return ([], ThumbnailProblem.Undecodable);
        }
        finally
        {
            _decoders.Release();
        }
    }

    private string PathOf(ImageAddress address, int size) =>
        Path.Combine(_root, size.ToString(System.Globalization.CultureInfo.InvariantCulture), address.Hex[..2], address.Hex + ".webp");
}
