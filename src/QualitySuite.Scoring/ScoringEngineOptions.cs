using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Scoring;

/// <summary>How a <see cref="ScoringEngine"/> is set up; the section <c>Scoring</c> of a service's configuration.</summary>
public sealed class ScoringEngineOptions
{
    /// <summary>Folder of the model pack, the one that holds <c>pack.json</c>.</summary>
    [Required(ErrorMessage = "Scoring:PackPath (environment variable Scoring__PackPath) must name the folder of a model pack, the one that holds pack.json.")]
    public string PackPath { get; set; } = "";

    /// <summary>Folder whose subfolders are further packs, each in use; empty, or not there: none. <c>quality models pull</c> and <c>add</c> put them there.</summary>
    public string InstalledPacks { get; set; } = "";

    /// <summary>Names of the installed packs to use; empty: all of them.</summary>
    public IList<string> Packs { get; } = [];

    /// <summary>
    /// Threads that one call of <see cref="ScoringEngine.Run"/> uses. 1 suits one calling thread for each core, which was measured
    /// as the best throughput on CPU; more shortens a single image's latency.
    /// </summary>
    [Range(1, 256)]
    public int IntraOpThreads { get; set; } = 1;

    /// <summary>Images in one run of a model at most; a larger batch is cut.</summary>
    [Range(1, 256)]
    public int MaxBatch { get; set; } = 8;

    /// <summary>What to run models on. CUDA needs the GPU build (<c>-p:UseGpu=true</c>); without it the CPU is used and a line logged.</summary>
    public ExecutionProvider ExecutionProvider { get; set; }

    /// <summary>CUDA device number.</summary>
    [Range(0, 63)]
    public int DeviceId { get; set; }

    /// <summary>Prompts whose text embeddings are kept, those last used.</summary>
    [Range(1, 10_000_000)]
    public int CachedPrompts { get; set; } = 10_000;

    /// <summary>Memory for the embeddings that the words of prompts are judged by, those last used.</summary>
    [Range(1_000_000, 1_000_000_000_000)]
    public long CachedWordBytes { get; set; } = 64_000_000;

    /// <summary>Texts that the words of one prompt are compared with at most; 0: no words are judged.</summary>
    [Range(0, 10_000)]
    public int MaxWordTexts { get; set; } = 64;

    /// <summary>By metric id: replaces the pack's threshold, (0, 1].</summary>
    public IDictionary<string, double> Thresholds { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>
    /// By metric id: the share of generations that get it, [0, 1]; 1 where nothing is said. Which ones is a function of the generation's id,
    /// and a smaller share is part of a larger one.
    /// </summary>
    public IDictionary<string, double> Sampling { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>
    /// By pack name: the share of generations that a pack scores beside the others, (0, 1], chosen as in <see cref="Sampling"/>. Its scorers bridge an
    /// upgrade: the same images get the old and the new number. A shadow pack does not answer <c>POST /v1/score</c>.
    /// </summary>
    public IDictionary<string, double> ShadowPacks { get; } = new Dictionary<string, double>(StringComparer.Ordinal);
}

/// <summary>Hardware that models run on. It never enters a scorer's identity.</summary>
public enum ExecutionProvider
{
    Cpu,
    Cuda,
}
