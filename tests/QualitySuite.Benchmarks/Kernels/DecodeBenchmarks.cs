using BenchmarkDotNet.Attributes;
using QualitySuite.Imaging;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>A JPEG of 1024x1024 pixels and about 160 KB.</summary>
public class DecodeBenchmarks
{
    private byte[] _file = [];

    [GlobalSetup]
    public void Setup() => _file = KernelImages.Jpeg(1024);

    [Benchmark(Baseline = true, Description = "decode JPEG 1024, SkiaSharp")]
    public void Skia()
    {
        using var image = ImageDecoder.Decode(_file, ImageInspector.DefaultMaxPixels, useTurboJpeg: false);
    }

    [Benchmark(Description = "decode JPEG 1024, libturbojpeg where there is one")]
    public void Turbo()
    {
        using var image = ImageDecoder.Decode(_file, ImageInspector.DefaultMaxPixels, useTurboJpeg: true);
    }
}
