using BenchmarkDotNet.Attributes;
using QualitySuite.Imaging;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>What is measured on every image, and the resize of the nsfw classifier.</summary>
public class MeasureBenchmarks
{
    private const int NsfwSide = 224;

    private readonly float[] _tensor = new float[NsfwSide * NsfwSide * 3];
    private BrisqueModel _brisque = null!;
    private RgbImage _image = null!;

    /// <summary>Both sides, pixels.</summary>
    [Params(512, 1024)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _image = KernelImages.Decoded(Side);
        using var model = File.OpenRead(Path.Combine(Folders.StarterPack, "brisque.bin"));
        _brisque = BrisqueModel.Load(model);
    }

    [GlobalCleanup]
    public void Cleanup() => _image.Dispose();

    [Benchmark(Description = "all technical measures")]
    public TechnicalMeasurement Technical() => TechnicalMeasures.Measure(_image);

    [Benchmark(Description = "BRISQUE")]
    public double? Brisque() => _brisque.Score(_image);

    [Benchmark(Description = "bilinear to 224, aligned corners")]
    public void AlignedCorners() => Resampling.BilinearAlignCorners(_image, NsfwSide, NsfwSide, _tensor, 1f / byte.MaxValue);
}
