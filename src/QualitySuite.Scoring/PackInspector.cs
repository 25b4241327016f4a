using QualitySuite.Imaging;
using QualitySuite.Scoring.DualEncoders;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Text;

namespace QualitySuite.Scoring;

/// <summary>Shows what the models of a pack are given, without running them: where two systems disagree on a score, this tells why.</summary>
public sealed class PackInspector
{
    private readonly ModelPack _pack;

    private PackInspector(ModelPack pack) => _pack = pack;

    /// <exception cref="ModelPackException">The folder is no model pack.</exception>
    public static PackInspector Open(string packPath) => new(ModelPack.Open(packPath));

    /// <summary>A text as the part's text model reads it, without padding.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="part">A part of kind <c>dual_encoder</c>; null: the pack's only one.</param>
    /// <exception cref="ModelPackException">There is no such part, or its tokenizer cannot be read.</exception>
    public TokenizedText Tokenize(string text, string? part = null) =>
        TokenizerFile.Load(Find<DualEncoderManifest>(part, "reads text").Text.Tokenizer, _pack).Encode(text);

    /// <summary>The exact input tensor that the part's image model gets.</summary>
    /// <param name="image">The decoded image.</param>
    /// <param name="part">A part of kind <c>dual_encoder</c> or <c>classifier</c>; null: the pack's only one.</param>
    /// <returns>Values and shape, <c>[1, 3, height, width]</c> or <c>[1, height, width, 3]</c>.</returns>
    /// <exception cref="ModelPackException">There is no such part.</exception>
    public (float[] Values, int[] Shape) Pixels(RgbImage image, string? part = null)
    {
        var input = InputOf(Find<PartManifest>(part, "takes images"))!;
        var values = new float[3 * input.Width * input.Height];
        ImageTensor.Fill(image, input, values);
        return (values, [1, .. TensorContract.ItemShape(input).Select(d => (int)d)]);
    }

    private static TensorInput? InputOf(PartManifest part) => part switch
    {
        DualEncoderManifest encoder => encoder.Image.Input,
        ClassifierManifest classifier => classifier.Input,
        _ => null,
    };

    private T Find<T>(string? name, string ability)
        where T : PartManifest
    {
        var able = _pack.Parts.Where(p => p.Problem is null && p.Manifest is T manifest && InputOf(manifest) is not null).ToList();
        if (name is null)
        {
            return able switch
            {
                [var only] => (T)only.Manifest!,
                [] => throw new ModelPackException($"No part of the pack {_pack.Name} {ability}."),
                _ => throw new ModelPackException($"Several parts of the pack {_pack.Name} could be meant; say which: {string.Join(", ", able.Select(p => p.Name))}."),
            };
        }

        if (able.Find(p => p.Name == name) is { } found)
        {
            return (T)found.Manifest!;
        }

        var problem = _pack.Parts.FirstOrDefault(p => p.Name == name)?.Problem;
        throw new ModelPackException(problem is null
            ? $"The pack {_pack.Name} has no part '{name}' that {ability}; those that do: {string.Join(", ", able.Select(p => p.Name))}."
            : $"The part '{name}' cannot be used: {problem}");
    }
}
