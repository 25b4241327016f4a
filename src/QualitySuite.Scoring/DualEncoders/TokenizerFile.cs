using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Text;
using QualitySuite.Scoring.Text.HuggingFace;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>Loads the tokenizer that a manifest names.</summary>
internal static class TokenizerFile
{
    /// <exception cref="ModelPackException">A file is missing, another one, or no tokenizer that can be honoured exactly.</exception>
    public static ITextTokenizer Load(TokenizerManifest tokenizer, ModelPack pack) =>
        tokenizer.Kind == TokenizerKind.ClipBpe ? LoadClip(tokenizer, pack) : LoadJson(tokenizer, tokenizer.File!, pack);

    /// <summary>What determines a text's ids and, where the model reads it, the padding; part of a scorer's identity.</summary>
    public static (string Key, string Value)[] Determinants(TokenizerManifest tokenizer) => tokenizer.Kind switch
    {
        TokenizerKind.ClipBpe =>
        [
            ("tokenizer", $"{tokenizer.Kind}/{ClipTokenizer.Version} {tokenizer.Length}"),
            ("vocabulary", $"{tokenizer.Vocabulary!.Sha256} {tokenizer.Merges!.Sha256}"),
        ],
        _ =>
        [
            ("tokenizer", $"{tokenizer.Kind}/{HuggingFaceTokenizer.Version} {tokenizer.Length}"),
            ("vocabulary", tokenizer.File!.Sha256),
            ("padding", $"to {tokenizer.Length} with {tokenizer.PadToken ?? "the file's token"}"),
            ("case", tokenizer.Lowercase == true ? "lower" : "as the file says"),
        ],
    };

    private static ClipTokenizer LoadClip(TokenizerManifest tokenizer, ModelPack pack)
    {
        using var vocabulary = new MemoryStream(pack.ReadVerified(tokenizer.Vocabulary!), writable: false);
        using var merges = new MemoryStream(pack.ReadVerified(tokenizer.Merges!), writable: false);
        try
        {
            return ClipTokenizer.Load(vocabulary, merges, tokenizer.Length);
        }
        catch (InvalidDataException exception)
        {
            throw new ModelPackException(exception.Message, exception);
        }
    }

    private static HuggingFaceTokenizer LoadJson(TokenizerManifest tokenizer, PackFile file, ModelPack pack)
    {
        try
        {
            return TokenizerJson.Read(pack.ReadVerified(file), new TokenizerJsonOptions(tokenizer.Length, tokenizer.PadToken, tokenizer.Lowercase == true));
        }
        catch (InvalidDataException exception)
        {
            throw new ModelPackException($"The tokenizer '{file.Path}' cannot be used. {exception.Message}", exception);
        }
    }
}
