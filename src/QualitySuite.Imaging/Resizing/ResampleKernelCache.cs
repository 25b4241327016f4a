namespace QualitySuite.Imaging;

/// <summary>Kernels by sizes and filter, in a fixed number of places: a newcomer takes the place of whichever kernel was there, so that
/// memory stays bounded whatever sizes arrive. Safe for any number of threads; two may build the same kernel once.</summary>
internal static class ResampleKernelCache
{
    private const int Places = 64;

    /// <summary>A larger kernel is made anew each time, 1 MB being more than any model's input needs.</summary>
    private const int MaxWeights = 128 * 1024;

    private static readonly Entry?[] s_entries = new Entry?[Places];

    public static ResampleKernel Get(int sourceSize, int targetSize, ResampleFilter filter)
    {
        ref var place = ref s_entries[(int)((uint)HashCode.Combine(sourceSize, targetSize, filter) % Places)];
        if (Volatile.Read(ref place) is { } entry && entry.SourceSize == sourceSize && entry.TargetSize == targetSize && entry.Filter == filter)
        {
            return entry.Kernel;
        }

        var kernel = sourceSize == targetSize
            ? ResampleKernel.Identity(sourceSize)
            : ResampleKernel.Create(sourceSize, targetSize, filter);
        if (kernel.Weights.Length <= MaxWeights)
        {
            Volatile.Write(ref place, new Entry(sourceSize, targetSize, filter, kernel));
        }

        return kernel;
    }

    private sealed record Entry(int SourceSize, int TargetSize, ResampleFilter Filter, ResampleKernel Kernel);
}
