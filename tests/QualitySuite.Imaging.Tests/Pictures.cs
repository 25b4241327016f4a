using System.Buffers.Binary;
using System.Text;

namespace QualitySuite.Imaging.Tests;

/// <summary>Pictures and files made in code.</summary>
internal static class Pictures
{
    /// <summary>Blocks of random size and colour with a little noise: edges, flats and extremes.</summary>
    public static RgbImage Random(int width, int height, int seed)
    {
        var random = new Random(seed);
        var image = new RgbImage(width, height);
        random.NextBytes(image.Pixels);
        var noise = random.Next(0, 40);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = image.Pixels.Slice(((y * width) + x) * 3, 3);
                for (var c = 0; c < 3; c++)
                {
                    var level = ((x / 5 * 31) + (y / 7 * 57) + (c * 90) + seed) % 300;
                    pixel[c] = (byte)Math.Clamp(level + (pixel[c] * noise / 255) - (noise / 2), 0, 255);
                }
            }
        }

        return image;
    }

    /// <summary>The <c>picture</c> of make_resize_fixtures.py: noise for even seeds; for odd ones only 0 and 255.</summary>
    public static RgbImage Computed(int width, int height, int seed)
    {
        var image = new RgbImage(width, height);
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            var mixed = ((uint)i + (uint)seed) * 2654435761;
            mixed = (mixed ^ (mixed >> 15)) * 2246822519;
            var top = (byte)(mixed >> 24);
            pixels[i] = seed % 2 == 0 ? top : top < 128 ? (byte)0 : (byte)255;
        }

        return image;
    }

    public static RgbImage Flat(int width, int height, byte red, byte green, byte blue)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (red, green, blue);
        }

        return image;
    }

    /// <summary>A PNG with the given header, one IDAT chunk of nonsense and an end; no checksums.</summary>
    public static byte[] PngHeader(uint width, uint height, byte depth = 8, byte colourType = 2)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colourType);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. PngChunk("IHDR", header), .. PngChunk("IDAT", [1, 2, 3]), .. PngChunk("IEND", [])];
    }

    private static byte[] PngChunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
    }
}
