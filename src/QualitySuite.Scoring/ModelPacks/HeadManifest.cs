using System.Text.Json.Serialization;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>
/// A part of kind <c>head</c>: numbers computed from a dual encoder's image embedding (of length 1), by affine layers or by comparing it
/// with texts. Exactly one of <see cref="Layers"/> and <see cref="Prompts"/> is given.
/// </summary>
internal sealed record HeadManifest : PartManifest
{
    public const string KindName = "head";

    /// <summary>The part of kind <c>dual_encoder</c> whose embeddings it takes: its name in this pack, or <c>pack/part</c> in another one.</summary>
    public required string Encoder { get; init; }

    /// <summary>Affine layers, first to last.</summary>
    public IReadOnlyList<HeadLayer>? Layers { get; init; }

    /// <summary>By label: texts that describe it; a label's direction is the mean of its texts' embeddings, brought to length 1 (zero-shot).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Prompts { get; init; }

    /// <summary>Multiplies the cosines of <see cref="Prompts"/>; CLIP's is 100.</summary>
    public double Scale { get; init; } = 100;

    /// <summary>What becomes of the outputs.</summary>
    public required HeadOutput Output { get; init; }

    /// <summary>One for each output of the layers, in their order; absent with <see cref="Prompts"/>, whose keys they are.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    public required IReadOnlyList<MetricRule> Metrics { get; init; }

    /// <summary>Null: nothing recorded to compare with; the head is only seen to run.</summary>
    public HeadCanary? Canary { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<string> OutputLabels => Labels ?? [.. Prompts?.Keys ?? []];

    [JsonIgnore]
    public override IReadOnlyList<MetricRule> Rules => [.. Metrics.Where(r => r is not null)];

    [JsonIgnore]
    public override IReadOnlyList<PackFile> Files => [.. (Layers ?? []).Where(l => l is not null).Select(l => l.File).Distinct()];

    [JsonIgnore]
    public override IReadOnlyList<string> MetricIds => [.. Rules.Select(r => r.Metric)];
}

/// <summary>y = activation(W x + b).</summary>
/// <param name="File">A NumPy array (<c>.npy</c>, which is W) or a state dictionary of PyTorch (<c>.pth</c>, <c>.pt</c>).</param>
/// <param name="Weight">Name of W <c>[outputs, inputs]</c> in a state dictionary; null for an array.</param>
/// <param name="Bias">Name of b <c>[outputs]</c>; null: none.</param>
/// <param name="Activation">What is applied to the result.</param>
internal sealed record HeadLayer(PackFile File, string? Weight = null, string? Bias = null, Activation Activation = Activation.None);

internal enum Activation
{
    None,
    Relu,

    /// <summary>x Phi(x), by the error function (not its tanh approximation).</summary>
    Gelu,
}

internal enum HeadOutput
{
    /// <summary>The numbers as they are, in the metric's unit.</summary>
    Value,

    /// <summary>Labels that exclude one another.</summary>
    Softmax,

    /// <summary>Each label for itself.</summary>
    Sigmoid,

    /// <summary>1 for the label of the greatest number (the first of equal ones), 0 for the others: a decision that comes with no probability.</summary>
    Argmax,
}

/// <summary>A made-up embedding and the head's answer to it elsewhere.</summary>
/// <param name="Seed">
/// Of x' = 1664525 x + 1013904223 mod 2^32; each number is the next state's top 16 bits minus 32767.5, the whole brought to length 1.
/// </param>
/// <param name="Outputs">Recorded outputs, one a label.</param>
/// <param name="Tolerance">Greatest absolute difference that is accepted.</param>
/// <param name="RecordedWith">Set where installation recorded the answer: the runtime and processor it ran on. Null: it comes from elsewhere.</param>
internal sealed record HeadCanary(uint Seed, IReadOnlyList<double> Outputs, double Tolerance, string? RecordedWith = null);
