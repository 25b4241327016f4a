using System.Text.Json;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// Reads a <c>tokenizer.json</c> of Hugging Face's tokenizers with a byte-pair or unigram model. What the file asks for is done exactly or
/// refused by name. Vocabulary and merges are read straight from the bytes: a vocabulary of 256,000 is 17 to 33 MB of JSON.
/// </summary>
/// <remarks>Source: huggingface/tokenizers, <c>tokenizer/serialization.rs</c>.</remarks>
internal static class TokenizerJson
{
    /// <param name="json">The file.</param>
    /// <param name="options">What the pack says.</param>
    /// <exception cref="InvalidDataException">It is no such file, or asks for something that is not known.</exception>
    public static HuggingFaceTokenizer Read(ReadOnlySpan<byte> json, TokenizerJsonOptions options)
    {
        try
        {
            return ReadFile(json, options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"It is no tokenizer.json: {exception.Message}", exception);
        }
    }

    private static HuggingFaceTokenizer ReadFile(ReadOnlySpan<byte> json, TokenizerJsonOptions options)
    {
        var reader = new Utf8JsonReader(json.StartsWith("\uFEFF"u8) ? json[3..] : json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException("It is no tokenizer.json: its top level is no object.");
        }

        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        SubwordVocabulary? vocabulary = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == "model")
            {
                vocabulary = SubwordVocabulary.Read(ref reader);
            }
            else
            {
                fields[name] = JsonElement.ParseValue(ref reader);
            }
        }

        var file = new TokenizerFields(JsonSerializer.SerializeToElement(fields), "file");
        return Assemble(file, vocabulary ?? throw new InvalidDataException("The file has no 'model'."), options);
    }

    private static HuggingFaceTokenizer Assemble(TokenizerFields file, SubwordVocabulary vocabulary, TokenizerJsonOptions options)
    {
        var normalizer = TextNormalizer.Read(file.Optional("normalizer"), options.Lowercase);
        var added = AddedTokens.Read(file.Optional("added_tokens"), vocabulary.Find, vocabulary.Count, normalizer);
        var template = TokenTemplate.Read(file.Optional("post_processor"));
        var splitter = TextSplitter.Read(file.Optional("pre_tokenizer"), normalizer);
        var padding = ReadPadding(file.Optional("padding"), options.PadToken, token => added.Find(token) ?? vocabulary.Find(token));
        if (file.Optional("truncation") is { } truncation && new TokenizerFields(truncation, "truncation").OptionalText("direction") is { } direction and not "Right")
        {
            throw new InvalidDataException($"The truncation has the direction '{direction}', which is not known: a text keeps its beginning.");
        }

        if (template.Before.Count + template.Behind.Count >= options.Length)
        {
            throw new InvalidDataException($"The post_processor adds {template.Before.Count + template.Behind.Count} tokens, which leaves none of {options.Length} for the text.");
        }

        file.Ignore("version", "decoder");
        file.RefuseOthers();
        return new HuggingFaceTokenizer(added, normalizer, splitter, vocabulary.Build(), template, options.Length, padding);
    }

    private static TextPadding ReadPadding(JsonElement? element, string? padToken, Func<string, int?> find)
    {
        var fields = element is { } value ? new TokenizerFields(value, "padding") : null;
        var direction = fields?.OptionalText("direction") ?? "Right";
        if (direction is not ("Right" or "Left"))
        {
            throw new InvalidDataException($"The padding has the direction '{direction}', which is not known.");
        }

        if (padToken is null && fields?.OptionalNumber("pad_id") is { } id)
        {
            return new TextPadding(id, ToLength: true, direction == "Left");
        }

        var token = padToken ?? "<pad>";
        return new TextPadding(
            find(token) ?? throw new InvalidDataException(padToken is null
                ? "The file has neither 'padding' nor a token '<pad>'; the field 'padToken' must name the token that fills up."
                : $"The vocabulary has no token '{token}', which 'padToken' names."),
            ToLength: true,
            direction == "Left");
    }
}
