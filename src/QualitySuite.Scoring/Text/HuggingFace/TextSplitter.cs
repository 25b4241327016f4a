using System.Text.Json;
using System.Text.RegularExpressions;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>A piece of a normalised text.</summary>
/// <param name="Text">Never empty.</param>
/// <param name="IsFirst">Whether it begins where the whole text begins.</param>
internal readonly record struct TextPiece(string Text, bool IsFirst);

/// <summary>What a file's <c>pre_tokenizer</c> cuts a text into; the model never joins what lies in two pieces.</summary>
/// <remarks>Source: huggingface/tokenizers, <c>pre_tokenizers</c> and <c>tokenizer/normalizer.rs</c> (split).</remarks>
internal sealed class TextSplitter
{
    private readonly List<Func<TextPiece, IEnumerable<TextPiece>>> _steps = [];

    public static TextSplitter Read(JsonElement? element, TextNormalizer normalizer)
    {
        var splitter = new TextSplitter();
        if (element is { } value)
        {
            splitter.Add(value, normalizer);
        }

        return splitter;
    }

    public IEnumerable<TextPiece> Split(TextPiece piece)
    {
        IEnumerable<TextPiece> pieces = [piece];
        foreach (var step in _steps)
        {
            pieces = pieces.SelectMany(step);
        }

        return pieces;
    }

    private void Add(JsonElement element, TextNormalizer normalizer)
    {
        var fields = new TokenizerFields(element, "pre_tokenizer");
        var type = fields.Text("type");
        switch (type)
        {
            case "Sequence":
                foreach (var step in fields.List("pretokenizers"))
                {
                    Add(step, normalizer);
                }

                break;
            case "WhitespaceSplit":
                var space = new Regex(@"\s", RegexOptions.CultureInvariant);
                _steps.Add(piece => SplitBehaviour.Removed.Split(piece, space));
                break;
            case "Split":
                AddSplit(fields);
                break;
            case "Metaspace":
                AddMetaspace(fields, normalizer);
                break;
            default:
                throw new InvalidDataException($"The pre_tokenizer '{type}' is not known.");
        }

        fields.RefuseOthers();
    }

    private void AddSplit(TokenizerFields fields)
    {
        var (_, pattern) = TextPattern.Read(fields.Required("pattern"), "pattern of the pre_tokenizer 'Split'");
        var name = fields.Text("behavior");
        var behaviour = SplitBehaviour.Find(name) ?? throw new InvalidDataException($"The pre_tokenizer 'Split' has the behavior '{name}', which is not known.");
        if (fields.Flag("invert", otherwise: false))
        {
            throw new InvalidDataException("The pre_tokenizer 'Split' has 'invert', which is not known.");
        }

        _steps.Add(piece => behaviour.Split(piece, pattern));
    }

    private void AddMetaspace(TokenizerFields fields, TextNormalizer normalizer)
    {
        var mark = fields.Text("replacement");
        var scheme = fields.OptionalText("prepend_scheme") ?? "always";
        var prefixes = fields.OptionalFlag("add_prefix_space");
        fields.Ignore("str_rep");
        if (mark.Length != 1)
        {
            throw new InvalidDataException("The pre_tokenizer 'Metaspace' must have one character as 'replacement'.");
        }

        if (scheme is not ("always" or "first" or "never"))
        {
            throw new InvalidDataException($"The pre_tokenizer 'Metaspace' has the prepend_scheme '{scheme}', which is not known.");
        }

        if (prefixes == false && scheme != "never")
        {
            throw new InvalidDataException($"The pre_tokenizer 'Metaspace' has no 'add_prefix_space' and the prepend_scheme '{scheme}', which contradict each other.");
        }

        if (scheme == "first" && normalizer.CuttingStep is { } cutting)
        {
            throw new InvalidDataException($"The pre_tokenizer 'Metaspace' with the prepend_scheme 'first' is not known behind the normalizer '{cutting}', which may take a text's beginning away.");
        }

        var boundary = new Regex(Regex.Escape(mark), RegexOptions.CultureInvariant);
        var splits = fields.Flag("split", otherwise: true);
        _steps.Add(piece =>
        {
            var text = piece.Text.Replace(" ", mark, StringComparison.Ordinal);
            var prepends = (scheme == "always" || (scheme == "first" && piece.IsFirst)) && !text.StartsWith(mark, StringComparison.Ordinal);
            var marked = piece with { Text = prepends ? mark + text : text };
            return splits ? SplitBehaviour.MergedWithNext.Split(marked, boundary) : [marked];
        });
    }
}
