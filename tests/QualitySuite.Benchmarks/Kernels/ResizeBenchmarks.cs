using BenchmarkDotNet.Attributes;
using QualitySuite.Imaging;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>Pillow's antialiased resize of a generated image to a model's input.</summary>
public class ResizeBenchmarks
{
    private const int Source = 1024;
    private const int Target = 224;

    private readonly byte[] _resized = new byte[Target * Target * 3];
    private RgbImage _image = null!;

    /// <summary>The filter.</summary>
    [ParamsAllValues]
    public ResampleFilter Filter { get; set; }

    [GlobalSetup]
    public void Setup() => _image = KernelImages.Decoded(Source);

    [GlobalCleanup]
    public void Cleanup() => _image.Dispose();

    [Benchmark(Baseline = true, Description = "resize 1024 to 224, plain")]
    public void Plain()
    {
        var kernel = ResampleKernelCache.Get(Source, Target, Filter, 0, Target);
        PlainResampling.Resize(_image, kernel, kernel, _resized);
    }

    [Benchmark(Description = "resize 1024 to 224")]
    public void Vector()
    {
        using var resized = Resampling.Resize(_image, Target, Target, Filter, new PixelRegion(0, 0, Target, Target));
    }
}
