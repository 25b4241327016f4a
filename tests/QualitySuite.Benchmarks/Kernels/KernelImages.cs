using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Imaging;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>The images that kernels work on.</summary>
internal static class KernelImages
{
    /// <summary>A square JPEG with the bytes a pixel that generated images have.</summary>
    public static byte[] Jpeg(int side, int seed = 0) => JpegFile.Make(side, (int)((long)ImageSet.Bytes * side * side / (ImageSet.Side * ImageSet.Side)), seed);

    /// <summary>The same, decoded; the caller disposes it.</summary>
    public static RgbImage Decoded(int side, int seed = 0) => ImageDecoder.Decode(Jpeg(side, seed));
}
