namespace QualitySuite.Imaging;

/// <summary>
/// An image twice, side by side in <c>[side, 2 side, 3]</c>. Left is the whole of it, stretched to side x side by Pillow's antialiased bicubic filter.
/// Right are 2 x 2 tiles of side/2 x side/2 pixels as they are, one from the middle of each quadrant: blur, noise, blocks and checkerboards vanish
/// when an image shrinks, while seams and watermarks want the whole.
/// </summary>
internal static class WholeAndTiles
{
    private const int Channels = 3;

    /// <summary>The caller disposes the result.</summary>
    /// <param name="image">The source.</param>
    /// <param name="side">Rows of the result, half its columns: even, at least 2.</param>
    public static RgbImage Compose(RgbImage image, int side)
    {
        using var whole = Resampling.Bicubic(image, side, side);
        var composed = new RgbImage(2 * side, side);
        var (stride, half) = (2 * side * Channels, side * Channels);
        for (var y = 0; y < side; y++)
        {
            whole.Pixels.Slice(y * half, half).CopyTo(composed.Pixels[(y * stride)..]);
        }

        var tile = side / 2;
        for (var row = 0; row < 2; row++)
        {
            for (var column = 0; column < 2; column++)
            {
                var target = composed.Pixels[((row * tile * stride) + half + (column * tile * Channels))..];
                Cut(image.Pixels, image.Width, image.Height, Start(column, image.Width, tile), Start(row, image.Height, tile), tile, target, stride);
            }
        }

        return composed;
    }

    /// <summary>Where the tile of the first (0) or second (1) half of an axis starts: <c>floor((2 index + 1) length / 4 - tile / 2)</c>, kept within the axis.</summary>
    internal static int Start(int index, int length, int tile)
    {
        // The shift rounds down, below zero too.
        var start = ((((2L * index) + 1) * length) - (2L * tile)) >> 2;
        return (int)Math.Clamp(start, 0, Math.Max(0, length - tile));
    }

    /// <summary>Copies a square; behind the image's edges its last column and row go on.</summary>
    private static void Cut(ReadOnlySpan<byte> pixels, int width, int height, int x, int y, int tile, Span<byte> target, int stride)
    {
        var (columns, rows) = (Math.Min(tile, width - x), Math.Min(tile, height - y));
        for (var i = 0; i < tile; i++)
        {
            var row = target.Slice(i * stride, tile * Channels);
            if (i >= rows)
            {
                target.Slice((rows - 1) * stride, tile * Channels).CopyTo(row);
                continue;
            }

            pixels.Slice((((y + i) * width) + x) * Channels, columns * Channels).CopyTo(row);
            for (var j = columns * Channels; j < row.Length; j++)
            {
                row[j] = row[j - Channels];
            }
        }
    }
}
