using System.Text.Json.Serialization;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>A part of kind <c>dual_encoder</c>: two ONNX models that put images and texts into one space, as CLIP and SigLIP do.</summary>
internal sealed record DualEncoderManifest : PartManifest
{
    public const string KindName = "dual_encoder";

    public required ImageEncoder Image { get; init; }

    public required TextEncoder Text { get; init; }

    /// <summary>Numbers in an embedding.</summary>
    public required int Dimension { get; init; }

    /// <summary>The metric that the cosine of image and prompt gives; null: the embeddings only serve other parts.</summary>
    public string? Metric { get; init; }

    /// <summary>Images in one run of the session at most; null: as many as the engine is given.</summary>
    public int? MaxBatch { get; init; }

    /// <summary>The words of prompts that it can judge; null: none.</summary>
    public WordsManifest? Words { get; init; }

    /// <summary>Null: nothing recorded to compare with; the models are only seen to run.</summary>
    public DualEncoderCanary? Canary { get; init; }

    [JsonIgnore]
    public override IReadOnlyList<PackFile> Files => [Image.Model, Text.Model, .. Text.Tokenizer.Files];

    [JsonIgnore]
    public override IReadOnlyList<string> MetricIds => Metric is null ? [] : [Metric];

    /// <summary>What the session of the image model must offer.</summary>
    [JsonIgnore]
    public ImageModelContract ImageContract => new(Image.Model, Image.Input, Image.Output, Dimension, MaxBatch);
}

/// <summary>The model of images.</summary>
/// <param name="Model">Its file.</param>
/// <param name="Input">Its only input.</param>
/// <param name="Output">Name of its float output <c>[N, dimension]</c>; further outputs are not read.</param>
internal sealed record ImageEncoder(PackFile Model, TensorInput Input, string Output);

/// <summary>The model of texts.</summary>
/// <param name="Model">Its file.</param>
/// <param name="Input">Name of the token ids' input, 64-bit integers <c>[N, length]</c>; the length is free or fixed.</param>
/// <param name="Output">Name of its float output <c>[N, dimension]</c>; further outputs are not read.</param>
/// <param name="Tokenizer">How a text becomes ids.</param>
/// <param name="MaxBatch">Texts in one run at most; null: as many as the engine is given. 1 where embeddings depend on the batch.</param>
/// <remarks>A model with a further input <c>attention_mask</c> gets 1 at tokens and 0 at padding there.</remarks>
internal sealed record TextEncoder(PackFile Model, string Input, string Output, TokenizerManifest Tokenizer, int? MaxBatch = null);

/// <summary>How a text becomes token ids.</summary>
/// <param name="Kind">Which tokenizer; it decides which of the other fields there are.</param>
/// <param name="Length">Ids at most, start and end included; a longer text is cut and keeps its end token.</param>
/// <param name="Vocabulary">Of <c>clip_bpe</c>: <c>vocab.json</c>.</param>
/// <param name="Merges">Of <c>clip_bpe</c>: <c>merges.txt</c>.</param>
/// <param name="File">Of <c>tokenizer_json</c>: the file.</param>
/// <param name="PadToken">Of <c>tokenizer_json</c>: what fills up to the length; null: what the file says, or <c>&lt;pad&gt;</c>.</param>
/// <param name="Lowercase">Of <c>tokenizer_json</c>: whether texts are made lower case before the file's own normalizer; null: no.</param>
internal sealed record TokenizerManifest(
    TokenizerKind Kind, int Length, PackFile? Vocabulary = null, PackFile? Merges = null, PackFile? File = null, string? PadToken = null, bool? Lowercase = null)
{
    /// <summary>The files that are named.</summary>
    [JsonIgnore]
    public IReadOnlyList<PackFile> Files => [.. new[] { Vocabulary, Merges, File }.OfType<PackFile>()];
}

internal enum TokenizerKind
{
    /// <summary>CLIP's byte-pair encoding, with its cleaning of the text.</summary>
    ClipBpe,

    /// <summary>What a <c>tokenizer.json</c> of Hugging Face's tokenizers describes, every text padded to the length, as SigLIP's.</summary>
    TokenizerJson,
}

/// <summary>A made-up image (<see cref="CanaryImage"/>) and a text, with what the models answered to them elsewhere.</summary>
/// <param name="Seed">Of the image's generator.</param>
/// <param name="Block">Side of a block of one colour, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Text">The text.</param>
/// <param name="ImageEmbedding">The first numbers of the image's embedding at length 1; as many as were recorded.</param>
/// <param name="TextEmbedding">The first numbers of the text's embedding at length 1.</param>
/// <param name="Cosine">Of the two whole embeddings.</param>
/// <param name="Tolerance">Greatest absolute difference that is accepted for each number.</param>
/// <param name="RecordedWith">Set where installation recorded the answers: the runtime and processor they ran on. Null: they come from elsewhere.</param>
internal sealed record DualEncoderCanary(
    uint Seed, int Block, int Width, int Height, string Text, IReadOnlyList<double> ImageEmbedding, IReadOnlyList<double> TextEmbedding, double Cosine,
    double Tolerance, string? RecordedWith = null)
{
    /// <summary>The image alone.</summary>
    [JsonIgnore]
    public CanaryManifest Image => new(Seed, Block, Width, Height, ImageEmbedding, Tolerance);
}
