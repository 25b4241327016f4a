using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Words;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>Hashes of what determines the numbers of a dual encoder.</summary>
internal static class DualEncoderIdentity
{
    public static EncoderIdentity OfImages(DualEncoderManifest manifest) => new(
        ScorerIdentity.Create("embedding", manifest.Description, Image(manifest)).Identity, manifest.Description, manifest.Dimension);

    public static string OfTexts(DualEncoderManifest manifest) => ScorerIdentity.Create("text", manifest.Description, Text(manifest)).Identity;

    public static ScorerIdentity OfScore(DualEncoderManifest manifest, string metric) => ScorerIdentity.Create(
        metric, manifest.Description, [.. Image(manifest), .. Text(manifest), ("formula", "100*max(cos,0)")]);

    /// <summary>Of the judgement of words: other classes or settings are another judge, and leave the score as it is.</summary>
    public static string OfWords(DualEncoderManifest manifest, WordsManifest words, int maxTexts) => ScorerIdentity.Create(
        "prompt_words", manifest.Description, [.. Image(manifest), .. Text(manifest), .. WordJudge.Determinants(words, maxTexts)]).Identity;

    private static (string Key, string Value)[] Image(DualEncoderManifest manifest) =>
    [
        ("kind", DualEncoderManifest.KindName),
        ("image", manifest.Image.Model.Sha256),
        ("preprocessing", ImageTensor.Identify(manifest.Image.Input)),
        ("output", manifest.Image.Output),
    ];

    private static (string Key, string Value)[] Text(DualEncoderManifest manifest) =>
    [
        ("text", manifest.Text.Model.Sha256),
        .. TokenizerFile.Determinants(manifest.Text.Tokenizer),
        ("textOutput", manifest.Text.Output),
    ];
}
