
namespace QualitySuite.Imaging;

/// <summary>The two passes as libImaging/Resample.c has them, one number after the other: the path of machines without AVX2, and what the
/// vector path is tested against.</summary>
internal static class PlainResampling
{
    private const int Channels = 3;
    private const int Half = 1 << (ResampleKernel.PrecisionBits - 1);

    /// <summary>Writes <c>[rows.Length, columns.Length, 3]</c>.</summary>
    public static void Resize(RgbImage source, ResampleKernel columns, ResampleKernel rows, Span<byte> destination)
    {
        // Only the rows that the vertical pass reads.
        var count = rows.End - rows.Start;
        var stride = columns.Length * Channels;
        var buffer = PixelPool.Rent(count * stride);
        try
        {
            for (var y = 0; y < count; y++)
            {
                var row = source.Pixels.Slice((rows.Start + y) * source.Width * Channels, source.Width * Channels);
                ShrinkRow(row, columns, buffer.AsSpan(y * stride, stride));
            }

            for (var y = 0; y < rows.Length; y++)
            {
                BlendRows(buffer, rows, y, destination.Slice(y * stride, stride));
            }
        }
        finally
        {
            PixelPool.Return(buffer);
        }
    }

    private static void ShrinkRow(ReadOnlySpan<byte> row, ResampleKernel kernel, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var (column, channel) = (i / Channels, i % Channels);
            var sum = Half;
            for (var tap = 0; tap < kernel.Counts[column]; tap++)
            {
                sum += row[((kernel.Starts[column] + tap) * Channels) + channel] * kernel.Weights[(column * kernel.Taps) + tap];
            }

            target[i] = Clip(sum);
        }
    }

    private static void BlendRows(ReadOnlySpan<byte> rows, ResampleKernel kernel, int row, Span<byte> target)
    {
        var start = (kernel.Starts[row] - kernel.Start) * target.Length;
        for (var i = 0; i < target.Length; i++)
        {
            var sum = Half;
            for (var tap = 0; tap < kernel.Counts[row]; tap++)
            {
                sum += rows[start + (tap * target.Length) + i] * kernel.Weights[(row * kernel.Taps) + tap];
            }

            target[i] = Clip(sum);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleKernel.PrecisionBits, 0, 255);
}
