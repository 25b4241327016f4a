using System.Text.Json.Serialization;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>What every part of a <c>pack.json</c> says, whatever its kind; models/README.md describes the format.</summary>
internal abstract record PartManifest
{
    /// <summary>Unique within the pack.</summary>
    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>For people: which model this is, with its version.</summary>
    public required string Description { get; init; }

    /// <summary>SPDX expression.</summary>
    public required string Licence { get; init; }

    /// <summary>Path of the model card within the pack.</summary>
    public required string Card { get; init; }

    public required PackFile Model { get; init; }

    /// <summary>The metrics that this part gives.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> MetricIds { get; }
}

/// <summary>A file of the pack.</summary>
/// <param name="Path">Relative to the pack's folder, with forward slashes, never outside it.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
internal sealed record PackFile(string Path, string Sha256);

/// <summary>A part of kind <c>brisque</c>: the support vectors and ranges of <see cref="Imaging"/>'s BRISQUE.</summary>
internal sealed record BrisqueManifest : PartManifest
{
    public const string KindName = "brisque";

    public required CanaryManifest Canary { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<string> MetricIds => ["brisque"];
}

/// <summary>A part of kind <c>classifier</c>: an ONNX model from one image to one number a label.</summary>
internal sealed record ClassifierManifest : PartManifest
{
    public const string KindName = "classifier";

    public required TensorInput Input { get; init; }

    /// <summary>Name of the output tensor: float <c>[N, labels]</c>, probabilities 0-1.</summary>
    public required string Output { get; init; }

    /// <summary>One for each column of the output, in its order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyList<MetricRule> Metrics { get; init; }

    /// <summary>Images in one run of the session at most; null: as many as the engine is given.</summary>
    public int? MaxBatch { get; init; }

    public required CanaryManifest Canary { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<string> MetricIds => [.. Metrics.Where(r => r is not null).Select(r => r.Metric)];
}

/// <summary>The image tensor: float, <c>[N, height, width, 3]</c> or <c>[N, 3, height, width]</c>, sRGB scaled to 0-1.</summary>
internal sealed record TensorInput(string Name, TensorLayout Layout, int Width, int Height, ResizeMethod Resize);

internal enum TensorLayout
{
    Nhwc,
    Nchw,
}

internal enum ResizeMethod
{
    /// <summary>TensorFlow's <c>resize_bilinear</c> with <c>align_corners</c>; the aspect ratio is not kept.</summary>
    BilinearAlignCorners,
}

/// <summary>
/// The metric is the sum of the probabilities of <paramref name="Labels"/>, which must exclude one another when there are several;
/// it triggers at <paramref name="Threshold"/> and above.
/// </summary>
internal sealed record MetricRule(string Metric, IReadOnlyList<string> Labels, double? Threshold = null);

/// <summary>A made-up input (<see cref="CanaryImage"/>) and what the model answered to it elsewhere.</summary>
/// <param name="Seed">Of the generator.</param>
/// <param name="Block">Side of a block of one colour, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Outputs">Recorded outputs, one a label.</param>
/// <param name="Tolerance">Greatest absolute difference that is accepted.</param>
internal sealed record CanaryManifest(uint Seed, int Block, int Width, int Height, IReadOnlyList<double> Outputs, double Tolerance);
