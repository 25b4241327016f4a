using SkiaSharp;

namespace QualitySuite.Benchmarks.Inputs;

/// <summary>JPEG of a wanted size, since the time of decoding goes with the bytes.</summary>
internal static class JpegFile
{
    private const double Tolerance = 0.03;

    /// <summary>A baseline JPEG (4:2:0) of about <paramref name="bytes"/>, at the quality that gives them.</summary>
    public static byte[] Make(int side, int bytes, int seed)
    {
        using var picture = Picture.Paint(side, seed);
        var (low, high) = (5, 98);
        byte[] file;
        do
        {
            var quality = (low + high) / 2;
            using var data = picture.Encode(SKEncodedImageFormat.Jpeg, quality);
            file = data.ToArray();
            (low, high) = file.Length < bytes ? (quality + 1, high) : (low, quality - 1);
        }
        while (low <= high && Math.Abs(file.Length - bytes) > bytes * Tolerance);

        return file;
    }
}
