using QualitySuite.Scenes.Faults;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Evaluate;

/// <summary>A metric of artifacts as a pack gives it.</summary>
/// <param name="Fault">What simulates its artifact; null: it is of all of them.</param>
/// <param name="Scorer">What computes it.</param>
/// <param name="Threshold">From which on it triggers; null: it has none.</param>
internal sealed record ArtifactMetric(Fault? Fault, ScorerIdentity Scorer, double? Threshold)
{
    public const string Any = "artifact_any";

    /// <summary>Every label and what simulates it.</summary>
    public static IReadOnlyDictionary<string, Fault> Labels { get; } = new Dictionary<string, Fault>
    {
        ["artifact_blur"] = Scenes.Faults.Fault.Blur,
        ["artifact_noise"] = Scenes.Faults.Fault.Noise,
        ["artifact_oversaturation"] = Scenes.Faults.Fault.Oversaturation,
        ["artifact_banding"] = Scenes.Faults.Fault.Banding,
        ["artifact_checkerboard"] = Scenes.Faults.Fault.Checkerboard,
        ["artifact_seam"] = Scenes.Faults.Fault.Seam,
        ["artifact_jpeg_blocks"] = Scenes.Faults.Fault.JpegBlocks,
        ["artifact_blank"] = Scenes.Faults.Fault.Black,
        ["artifact_watermark_text"] = Scenes.Faults.Fault.WatermarkText,
        ["artifact_grey"] = Scenes.Faults.Fault.Grey,
    };

    public string Metric => Scorer.Metric;

    public bool Triggers(EvaluationImage image) => image[Scorer] >= Threshold;
}
