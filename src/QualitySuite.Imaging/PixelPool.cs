using System.Buffers;

namespace QualitySuite.Imaging;

/// <summary>
/// Buffers of pixels. The runtime's shared pool keeps arrays for each thread, and images are worked on by whichever thread is free: arrays of megabytes
/// stay behind on one thread while another makes new ones. Here they lie in one place; only those of very large images come from the shared pool,
/// which gives them up when memory is short.
/// </summary>
internal static class PixelPool
{
    /// <summary>A decoded image of 1.4 megapixels; as many are kept as threads may work with, 8 MiB for each in all sizes.</summary>
    private const int CommonBytes = 4 * 1024 * 1024;

    /// <summary>A decoded image of 5 megapixels; four of each size are kept, 96 MiB at most.</summary>
    private const int KeptBytes = 16 * 1024 * 1024;

    private static readonly ArrayPool<byte> s_common = ArrayPool<byte>.Create(CommonBytes, maxArraysPerBucket: 2 + Environment.ProcessorCount);
    private static readonly ArrayPool<byte> s_large = ArrayPool<byte>.Create(KeptBytes, maxArraysPerBucket: 4);

    public static byte[] Rent(int bytes) => PoolOf(bytes).Rent(bytes);

    public static void Return(byte[] buffer) => PoolOf(buffer.Length).Return(buffer);

    private static ArrayPool<byte> PoolOf(int bytes) => bytes switch
    {
        <= CommonBytes => s_common,
        <= KeptBytes => s_large,
        _ => ArrayPool<byte>.Shared,
    };
}
