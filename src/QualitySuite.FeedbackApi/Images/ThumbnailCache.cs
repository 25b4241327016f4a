using System.Collections.Concurrent;
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

/// <summary>WebP thumbnails, made when first asked for and kept beside the images. Losing them costs only the making.</summary>
internal sealed class ThumbnailCache(ImageStore images) : IDisposable
{
    private const int MostUndecodable = 10_000;

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

        return await images.ReadThumbnailAsync(address, size, cancellationToken) is { } kept
            ? (kept, ThumbnailProblem.None)
            : await MakeAsync(image, size, cancellationToken);
    }

    /// <summary>Removes what was made of an image that is gone.</summary>
    public async Task RemoveAsync(ImageAddress address, CancellationToken cancellationToken)
    {
        foreach (var size in (int[])[256, 512])
        {
            await images.RemoveThumbnailAsync(address, size, cancellationToken);
        }
    }

    public void Dispose()
    {
        _decoders.Dispose();
        _pixels.Dispose();
    }

    private async Task<(byte[], ThumbnailProblem)> MakeAsync(LocatedImage image, int size, CancellationToken cancellationToken)
    {
        var taken = await _pixels.TakeAsync(image.Pixels, cancellationToken);
        try
        {
            return await DecodeAsync(image.Address, size, cancellationToken);
        }
        finally
        {
            _pixels.Release(taken);
        }
    }

    private async Task<(byte[], ThumbnailProblem)> DecodeAsync(ImageAddress address, int size, CancellationToken cancellationToken)
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
            await KeepAsync(address, size, bytes, cancellationToken);
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

    private async Task KeepAsync(ImageAddress address, int size, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await images.KeepThumbnailAsync(address, size, bytes, cancellationToken);
        }
        catch (ImageStoreFullException)
        {
            // It is made anew the next time.
        }
    }
}
