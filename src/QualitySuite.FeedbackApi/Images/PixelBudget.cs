namespace QualitySuite.FeedbackApi.Images;

/// <summary>
/// Bounds how many pixels are decoded at the same time, whatever the number of requests: a decoded pixel takes about 8 bytes, and a file of
/// a few kilobytes may hold 64 million of them. Waits are served in order, so that small images do not keep a large one waiting for ever.
/// </summary>
/// <param name="megapixels">Most at once; an image that has more takes all of it.</param>
internal sealed class PixelBudget(int megapixels) : IDisposable
{
    private readonly SemaphoreSlim _free = new(megapixels);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Waits until <paramref name="pixels"/> more may be decoded. The caller gives the result to <see cref="Release"/>.</summary>
    public async Task<int> TakeAsync(long pixels, CancellationToken cancellationToken)
    {
        var wanted = (int)Math.Clamp((pixels + 999_999) / 1_000_000, 1, megapixels);
        var taken = 0;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (; taken < wanted; taken++)
            {
                await _free.WaitAsync(cancellationToken);
            }

            return taken;
        }
        catch
        {
            Release(taken);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Release(int taken)
    {
        if (taken > 0)
        {
            _free.Release(taken);
        }
    }

    public void Dispose()
    {
        _free.Dispose();
        _turn.Dispose();
    }
}
