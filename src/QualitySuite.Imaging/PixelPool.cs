using System.Buffers;

namespace QualitySuite.Imaging;

/// <summary>
/// Buffers of pixels. The runtime's shared pool keeps arrays for each thread, and images are worked on by whichever thread is free: arrays of megabytes
/// stay behind on one thread while another makes new ones. Here they lie in one place; only those of very large images come from the shared pool,
/// which gives them up when memory is short.
/// </summary>
internal static class PixelPool
{
    /// <summary>A decoded image of 5 megapixels.</summary>
    private const int KeptBytes = 16 * 1024 * 1024;

    private static readonly ArrayPool<byte> s_kept = ArrayPool<byte>.Create(KeptBytes, maxArraysPerBucket: Math.Max(8, 2 * Environment.ProcessorCount));

    public static byte[] Rent(int bytes) => PoolOf(bytes).Rent(bytes);

    public static void Return(byte[] buffer) => PoolOf(buffer.Length).Return(buffer);

    private static ArrayPool<byte> PoolOf(int bytes) => bytes <= KeptBytes ? s_kept : ArrayPool<byte>.Shared;
}
