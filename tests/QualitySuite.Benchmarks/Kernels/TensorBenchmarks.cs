using BenchmarkDotNet.Attributes;
using QualitySuite.Imaging;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>From 8-bit pixels to a model's numbers.</summary>
public class TensorBenchmarks
{
    private readonly ModelInputOptions _options = new();
    private float[] _tensor = [];
    private RgbImage _pixels = null!;

    [GlobalSetup]
    public void Setup()
    {
        using var image = KernelImages.Decoded(1024);
        _pixels = ModelInput.Resize(image, _options);
        _tensor = new float[_options.Length];
    }

    [GlobalCleanup]
    public void Cleanup() => _pixels.Dispose();

    [Benchmark(Baseline = true, Description = "normalise 224 to NCHW, plain")]
    public void Plain() => Normalisation.Plain(_pixels.Pixels, _options.Mean, _options.Deviation, _options.Layout, _tensor, first: 0);

    [Benchmark(Description = "normalise 224 to NCHW")]
    public void Vector() => ModelInput.Normalise(_pixels, _options, _tensor);
}
