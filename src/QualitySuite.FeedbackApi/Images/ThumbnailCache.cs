using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Generations;
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
    private const int MostUndecodable = 10_000;

    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.Path), "thumbnails");

    // Decoding takes memory and a core for milliseconds: a page of 100 thumbnails must not start 100 decodes at once.
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);
    private readonly PixelBudget _pixels = new((int)(GenerationLimits.ImagePixels / 1_000_000));

    // Bytes behind an address never change: what could not be decoded once never can.
    private readonly ConcurrentDictionary<ImageAddress, bool> _undecodable = new();

    public async Task<(byte[] Bytes, ThumbnailProblem Problem)> GetAsync(LocatedImage image, int size, CancellationToken cancellationToken)
    {
        var address = image.Address;
        if (_undecodable.ContainsKey(address))
        {
            return ([], ThumbnailProblem.Undecodable);
        }

        var path = PathOf(address, size);
        try
        {
            return (await File.ReadAllBytesAsync(path, cancellationToken), ThumbnailProblem.None);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return await MakeAsync(image, size, path, cancellationToken);
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

    public void Dispose()
    {
        _decoders.Dispose();
        _pixels.Dispose();
    }

    private async Task<(byte[], ThumbnailProblem)> MakeAsync(LocatedImage image, int size, string path, CancellationToken cancellationToken)
    {
        var taken = await _pixels.TakeAsync(image.Pixels, cancellationToken);
        try
        {
            return await DecodeAsync(image.Address, size, path, cancellationToken);
        }
        finally
        {
            _pixels.Release(taken);
        }
    }

    private async Task<(byte[], ThumbnailProblem)> DecodeAsync(ImageAddress address, int size, string path, CancellationToken cancellationToken)
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
            await KeepAsync(path, bytes, cancellationToken);
            return (bytes, ThumbnailProblem.None);
        }
        catch (ImageDecodeException)
        {
            if (_undecodable.Count >= MostUndecodable)
            {
                _undecodable.Clear();
            }

            _undecodable[address] = true;
            return ([], ThumbnailProblem.Undecodable);
        }
        finally
        {
            _decoders.Release();
        }
    }

    private async Task KeepAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.CreateVersion7(time.GetUtcNow()):N}";
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private string PathOf(ImageAddress address, int size) =>
        Path.Combine(_root, size.ToString(System.Globalization.CultureInfo.InvariantCulture), address.Hex[..2], address.Hex + ".webp");
}
