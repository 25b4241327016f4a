namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// A tokenizer as a <c>tokenizer.json</c> describes it: added tokens, normalizer, pre-tokenizer, subword model, template. Every text is
/// padded to the same length, as SigLIP's texts were in training.
/// </summary>
/// <remarks>Source: huggingface/tokenizers; <see cref="TokenizerJson"/> reads the file and refuses what is not known here.</remarks>
internal sealed class HuggingFaceTokenizer : ITextTokenizer
{
    /// <summary>Part of a scorer's identity: raise it when a text would get other ids.</summary>
    public const string Version = "1";

    private readonly AddedTokens _added;
    private readonly TextNormalizer _normalizer;
    private readonly TextSplitter _splitter;
    private readonly ISubwordModel _model;
    private readonly TokenTemplate _template;

    public HuggingFaceTokenizer(
        AddedTokens added, TextNormalizer normalizer, TextSplitter splitter, ISubwordModel model, TokenTemplate template, int length, TextPadding padding)
    {
        _added = added;
        _normalizer = normalizer;
        _splitter = splitter;
        _model = model;
        _template = template;
        Length = length;
        Padding = padding;
    }

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public TextPadding Padding { get; }

    /// <inheritdoc/>
    public TokenizedText Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = EncodeWithoutTemplate(PromptText.WithoutLoneSurrogates(text));
        var added = _template.Before.Count + _template.Behind.Count;
        var kept = ids.Take(Length - added);
        return new TokenizedText([.. _template.Before, .. kept, .. _template.Behind], ids.Count + added > Length, ids.Count + added);
    }

    private List<int> EncodeWithoutTemplate(string text)
    {
        var ids = new List<int>();
        foreach (var (rawId, rawText, rawStart) in _added.FindInText(text))
        {
            if (rawId is { } raw)
            {
                ids.Add(raw);
                continue;
            }

            foreach (var (id, normalised, start) in _added.FindInNormalised(_normalizer.Apply(rawText)))
            {
                if (id is { } token)
                {
                    ids.Add(token);
                    continue;
                }

                foreach (var piece in _splitter.Split(new TextPiece(normalised, rawStart == 0 && start == 0)))
                {
                    _model.Encode(piece.Text, ids);
                }
            }
        }

        return ids;
    }
}
