using BenchmarkDotNet.Attributes;
using QualitySuite.Statistics;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>Measures of a window of embeddings of 512 numbers.</summary>
public class SetBenchmarks
{
    private const int Dimension = 512;

    private EmbeddingMatrix _first = null!;
    private EmbeddingMatrix _second = null!;

    /// <summary>Images in the window.</summary>
    [Params(500)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup() => (_first, _second) = (Make(seed: 1), Make(seed: 2));

    [Benchmark(Description = "CMMD of two sets")]
    public double Cmmd() => MaximumMeanDiscrepancy.Cmmd(_first, _second);

    [Benchmark(Description = "Vendi score")]
    public double Vendi() => VendiScore.OfEmbeddings(_first);

    private EmbeddingMatrix Make(int seed)
    {
        var random = new Random(seed);
        var values = new float[Count * Dimension];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return new EmbeddingMatrix(values, Count, Dimension);
    }
}
