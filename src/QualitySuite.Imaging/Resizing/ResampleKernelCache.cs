namespace QualitySuite.Imaging;

/// <summary>Kernels by sizes, filter and range, in a fixed number of places: a newcomer takes the place of whichever kernel was there, so
/// that memory stays bounded whatever sizes arrive. Safe for any number of threads; two may build the same kernel once.</summary>
internal static class ResampleKernelCache
{
    private const int Places = 64;

    /// <summary>A larger kernel is made anew each time: this is 1 MB, more than the input of any model needs.</summary>
    private const int MaxWeights = 128 * 1024;

    private static readonly Entry?[] s_entries = new Entry?[Places];

    public static ResampleKernel Get(int sourceSize, int targetSize, ResampleFilter filter, int first, int length)
    {
        var key = new Key(sourceSize, targetSize, filter, first, length);
        ref var place = ref s_entries[(int)((uint)key.GetHashCode() % Places)];
        if (Volatile.Read(ref place) is { } entry && entry.Key == key)
        {
            return entry.Kernel;
        }

        var kernel = ResampleKernel.Create(sourceSize, targetSize, filter, first, length);
        if (kernel.Weights.Length <= MaxWeights)
        {
            Volatile.Write(ref place, new Entry(key, kernel));
        }

        return kernel;
    }

    private readonly record struct Key(int SourceSize, int TargetSize, ResampleFilter Filter, int First, int Length);

    private sealed record Entry(Key Key, ResampleKernel Kernel);
}
