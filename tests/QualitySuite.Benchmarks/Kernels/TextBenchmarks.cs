using BenchmarkDotNet.Attributes;
using QualitySuite.Scoring.Text;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>CLIP's tokenizer.</summary>
public class TextBenchmarks
{
    private const string Short = "two red apples left of a blue cup";
    private static readonly string Long = string.Join(", ", Enumerable.Repeat("a highly detailed oil painting of a lighthouse at dusk", 8));

    private ClipTokenizer _tokenizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        using var vocabulary = File.OpenRead(Path.Combine(Folders.StarterPack, "clip", "vocab.json"));
        using var merges = File.OpenRead(Path.Combine(Folders.StarterPack, "clip", "merges.txt"));
        _tokenizer = ClipTokenizer.Load(vocabulary, merges);
    }

    [Benchmark(Description = "tokenize 8 words")]
    public TokenizedText EncodeShort() => _tokenizer.Encode(Short);

    [Benchmark(Description = "tokenize 80 words")]
    public TokenizedText EncodeLong() => _tokenizer.Encode(Long);
}
