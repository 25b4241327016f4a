using System.Text;
using System.Text.Json;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>What a file's <c>normalizer</c> makes of a text before it is cut.</summary>
/// <remarks>Source: huggingface/tokenizers, <c>normalizers</c>.</remarks>
internal sealed class TextNormalizer
{
    // U+FFFE is no character; string.Normalize throws at it, and it changes nothing on either side.
    private const char NonCharacter = '\uFFFE';

    private readonly List<Func<string, string>> _steps = [];

    /// <summary>Name of the first step that may take away the beginning of a text; null: there is none.</summary>
    public string? CuttingStep { get; private set; }

    /// <param name="element">The file's field; null where it has none.</param>
    /// <param name="lowercase">Whether to make lower case first, though the file does not say so.</param>
    public static TextNormalizer Read(JsonElement? element, bool lowercase)
    {
        var normalizer = new TextNormalizer();
        if (lowercase)
        {
            normalizer._steps.Add(Lower);
        }

        if (element is { } value)
        {
            normalizer.Add(value);
        }

        return normalizer;
    }

    public string Apply(string text)
    {
        foreach (var step in _steps)
        {
            text = step(text);
        }

        return text;
    }

    /// <summary>Unicode's lower case, character by character: a capital sigma becomes the same one everywhere.</summary>
    internal static string Lower(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value == 0x130 ? result.Append("i\u0307") : result.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return result.ToString();
    }

    private void Add(JsonElement element)
    {
        var fields = new TokenizerFields(element, "normalizer");
        var type = fields.Text("type");
        switch (type)
        {
            case "Sequence":
                foreach (var step in fields.List("normalizers"))
                {
                    Add(step);
                }

                break;
            case "Lowercase":
                _steps.Add(Lower);
                break;
            case "NFC" or "NFD" or "NFKC" or "NFKD":
                var form = type switch { "NFC" => NormalizationForm.FormC, "NFD" => NormalizationForm.FormD, "NFKC" => NormalizationForm.FormKC, _ => NormalizationForm.FormKD };
                _steps.Add(text => Normalize(text, form));
                break;
            case "Prepend":
                var prefix = fields.Text("prepend");
                _steps.Add(text => text.Length == 0 ? text : prefix + text);
                break;
            case "Replace":
                AddReplacement(fields);
                break;
            case "Strip":
                AddStrip(fields.Flag("strip_left", otherwise: true), fields.Flag("strip_right", otherwise: true));
                break;
            case "Precompiled":
                AddPrecompiled(fields);
                break;
            default:
                throw new InvalidDataException($"The normalizer '{type}' is not known.");
        }

        fields.RefuseOthers();
    }

    private void AddReplacement(TokenizerFields fields)
    {
        var (literal, pattern) = TextPattern.Read(fields.Required("pattern"), "pattern of the normalizer 'Replace'");
        var content = fields.Text("content");
        CuttingStep ??= content.Length == 0 ? "Replace" : null;
        _steps.Add(text => literal is null ? pattern.Replace(text, _ => content) : text.Replace(literal, content, StringComparison.Ordinal));
    }

    private void AddStrip(bool start, bool end)
    {
        CuttingStep ??= start ? "Strip" : null;
        _steps.Add(text =>
        {
            text = start ? text.TrimStart() : text;
            return end ? text.TrimEnd() : text;
        });
    }

    private void AddPrecompiled(TokenizerFields fields)
    {
        if (fields.OptionalText("precompiled_charsmap") is { Length: > 0 } map)
        {
            CuttingStep ??= "Precompiled";
            _steps.Add(PrecompiledCharacters.Read(map).Apply);
        }
    }

    private static string Normalize(string text, NormalizationForm form) =>
        string.Join(NonCharacter, text.Split(NonCharacter).Select(part => part.Normalize(form)));
}
