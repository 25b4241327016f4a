using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace QualitySuite.Imaging;

/// <summary>
/// Where a stored pixel lands in the upright image: at <c>Origin + x * StepX + y * StepY</c>, counted in pixels. The eight orientations are
/// EXIF 2.32's tag 274, which Skia numbers alike.
/// </summary>
internal readonly record struct OrientedRows(int Width, int Height, int StoredWidth, int Origin, int StepX, int StepY)
{
    /// <summary>Whether stored pixels already lie as they are wanted.</summary>
    public bool IsUpright => Origin == 0 && StepX == 1;

    public static OrientedRows For(SKEncodedOrigin orientation, int width, int height) => orientation switch
    {
        SKEncodedOrigin.TopRight => new(width, height, width, width - 1, -1, width),
        SKEncodedOrigin.BottomRight => new(width, height, width, (width * height) - 1, -1, -width),
        SKEncodedOrigin.BottomLeft => new(width, height, width, width * (height - 1), 1, -width),
        SKEncodedOrigin.LeftTop => new(height, width, width, 0, height, 1),
        SKEncodedOrigin.RightTop => new(height, width, width, height - 1, height, -1),
        SKEncodedOrigin.RightBottom => new(height, width, width, (height * width) - 1, -height, -1),
        SKEncodedOrigin.LeftBottom => new(height, width, width, height * (width - 1), -height, 1),
        _ => new(width, height, width, 0, 1, width),
    };

    /// <summary>Writes stored rows (straight-alpha RGBA, four bytes a pixel) that start at row <paramref name="firstRow"/> into the upright
    /// RGB image.</summary>
    public void Write(ReadOnlySpan<byte> rgba, int firstRow, bool isOpaque, Span<byte> rgb)
    {
        var rowBytes = StoredWidth * 4;
        for (var y = 0; y * rowBytes < rgba.Length; y++)
        {
            var row = rgba.Slice(y * rowBytes, rowBytes);
            var start = Origin + ((firstRow + y) * StepY);
            if (StepX == 1 && isOpaque)
            {
                PackOpaque(row, rgb.Slice(start * 3, StoredWidth * 3));
            }
            else
            {
                Scatter(row, rgb, start, StepX);
            }
        }
    }

    private static void PackOpaque(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        var pixels = rgba.Length / 4;
        var x = 0;
        ref var source = ref MemoryMarshal.GetReference(rgba);
        ref var destination = ref MemoryMarshal.GetReference(rgb);
        var dropAlpha = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 16, 16, 16);

        // Each store writes 16 bytes of which 12 count, so the last pixels are left to the plain loop.
        for (; x + 6 <= pixels; x += 4)
        {
            Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)(x * 4)), dropAlpha).StoreUnsafe(ref destination, (nuint)(x * 3));
        }

        for (; x < pixels; x++)
        {
            rgba.Slice(x * 4, 3).CopyTo(rgb[(x * 3)..]);
        }
    }

    private static void Scatter(ReadOnlySpan<byte> rgba, Span<byte> rgb, int start, int step)
    {
        for (int x = 0, target = start * 3; x < rgba.Length; x += 4, target += step * 3)
        {
            var alpha = rgba[x + 3];
            rgb[target] = OverWhite(rgba[x], alpha);
            rgb[target + 1] = OverWhite(rgba[x + 1], alpha);
            rgb[target + 2] = OverWhite(rgba[x + 2], alpha);
        }
    }

    private static byte OverWhite(byte colour, byte alpha) => (byte)(((colour * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
