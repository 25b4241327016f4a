using System.Text.Json.Serialization;
using QualitySuite.Imaging;

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

    /// <summary>One for each output; empty for kinds without.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> OutputLabels => [];

    /// <summary>Metrics that are made of labels; empty for kinds without.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<MetricRule> Rules => [];

    /// <summary>Everything that the part's numbers come from.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<PackFile> Files { get; }

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

    public required PackFile Model { get; init; }

    public required CanaryManifest Canary { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<PackFile> Files => [Model];

    [JsonIgnore]
    public override IReadOnlyList<string> MetricIds => ["brisque"];
}

/// <summary>A part of kind <c>classifier</c>: an ONNX model from one image to one number a label.</summary>
internal sealed record ClassifierManifest : PartManifest
{
    public const string KindName = "classifier";

    public required PackFile Model { get; init; }

    public required TensorInput Input { get; init; }

    /// <summary>Name of the output tensor: float <c>[N, labels]</c>, probabilities 0-1 once <see cref="Activation"/> is applied.</summary>
    public required string Output { get; init; }

    /// <summary>What makes probabilities of the outputs; a model that gives them itself needs none.</summary>
    public ClassifierActivation Activation { get; init; }

    /// <summary>One for each column of the output, in its order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyList<MetricRule> Metrics { get; init; }

    /// <summary>Images in one run of the session at most; null: as many as the engine is given.</summary>
    public int? MaxBatch { get; init; }

    /// <summary>Null: nothing recorded to compare with; the model is only seen to run, alone and in a batch.</summary>
    public CanaryManifest? Canary { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<PackFile> Files => [Model];

    [JsonIgnore]
    public override IReadOnlyList<string> OutputLabels => Labels;

    [JsonIgnore]
    public override IReadOnlyList<MetricRule> Rules => [.. Metrics.Where(r => r is not null)];

    /// <summary>What the session must offer.</summary>
    [JsonIgnore]
    public ImageModelContract Contract => new(Model, Input, Output, Labels.Count, MaxBatch);

    [JsonIgnore]
    public override IReadOnlyList<string> MetricIds => [.. Rules.Select(r => r.Metric)];
}

/// <summary>From a classifier's outputs to probabilities.</summary>
internal enum ClassifierActivation
{
    /// <summary>The outputs are probabilities.</summary>
    None,

    /// <summary>Logits of labels that exclude one another.</summary>
    Softmax,

    /// <summary>Logits of labels of which each is for itself.</summary>
    Sigmoid,
}

/// <summary>
/// The image tensor: float, <c>[N, height, width, 3]</c> or <c>[N, 3, height, width]</c>; sRGB scaled to 0-1, from which
/// <paramref name="Mean"/> is taken and which <paramref name="Std"/> divides, each for red, green and blue.
/// <paramref name="CropRounding"/> says where a centre crop starts that leaves out an odd number of pixels.
/// </summary>
internal sealed record TensorInput(
    string Name, TensorLayout Layout, int Width, int Height, ResizeMethod Resize, IReadOnlyList<float>? Mean = null, IReadOnlyList<float>? Std = null,
    CropRounding CropRounding = CropRounding.Down)
{
    /// <summary>The same for the methods that <see cref="ModelInput"/> has; null for TensorFlow's.</summary>
    [JsonIgnore]
    public ModelInputOptions? ModelInput { get; } = Resize == ResizeMethod.BilinearAlignCorners ? null : new ModelInputOptions
    {
        Size = Height,
        Crop = Resize is ResizeMethod.BicubicCenterCrop or ResizeMethod.BilinearCenterCrop ? Width : null,
        WithTiles = Resize == ResizeMethod.WholeAndTiles,
        CropRounding = CropRounding,
        Filter = Resize is ResizeMethod.Bilinear or ResizeMethod.BilinearCenterCrop ? ResampleFilter.Bilinear : ResampleFilter.Bicubic,
        Mean = Mean is [var meanRed, var meanGreen, var meanBlue] ? new ChannelValues(meanRed, meanGreen, meanBlue) : new ChannelValues(0, 0, 0),
        Deviation = Std is [var stdRed, var stdGreen, var stdBlue] ? new ChannelValues(stdRed, stdGreen, stdBlue) : new ChannelValues(1, 1, 1),
        Layout = Layout == TensorLayout.Nchw ? ModelInputLayout.Nchw : ModelInputLayout.Nhwc,
    };
}

/// <summary>What the session of an image model must offer.</summary>
/// <param name="Model">Its file.</param>
/// <param name="Input">Its only input.</param>
/// <param name="Output">Name of the output that is read, float <c>[N, OutputLength]</c>.</param>
/// <param name="OutputLength">Numbers for one image.</param>
/// <param name="MaxBatch">Images in one run at most; null: as many as the engine is given.</param>
internal sealed record ImageModelContract(PackFile Model, TensorInput Input, string Output, int OutputLength, int? MaxBatch);

internal enum TensorLayout
{
    Nhwc,
    Nchw,
}

internal enum ResizeMethod
{
    /// <summary>TensorFlow's <c>resize_bilinear</c> with <c>align_corners</c>; the aspect ratio is not kept.</summary>
    BilinearAlignCorners,

    /// <summary>Pillow's antialiased bilinear straight to the size; the aspect ratio is not kept.</summary>
    Bilinear,

    /// <summary>Pillow's antialiased bicubic straight to the size; the aspect ratio is not kept.</summary>
    Bicubic,

    /// <summary>CLIP's: the shorter side to the size by Pillow's antialiased bicubic, then the centre.</summary>
    BicubicCenterCrop,

    /// <summary>The shorter side to the size by Pillow's antialiased bilinear, then the centre.</summary>
    BilinearCenterCrop,

    /// <summary>The whole image as <see cref="Bicubic"/>, and to its right four unscaled tiles, one from the middle of each quadrant.</summary>
    WholeAndTiles,
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
/// <param name="Outputs">Recorded outputs, one a label; a classifier's after its activation.</param>
/// <param name="Tolerance">Greatest absolute difference that is accepted.</param>
/// <param name="RecordedWith">Set where installation recorded the answer: the runtime and processor it ran on. Null: it comes from elsewhere.</param>
internal sealed record CanaryManifest(
    uint Seed, int Block, int Width, int Height, IReadOnlyList<double> Outputs, double Tolerance, string? RecordedWith = null);
