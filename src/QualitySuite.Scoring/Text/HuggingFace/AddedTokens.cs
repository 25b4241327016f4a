using System.Text.Json;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// Tokens that are found in a text before it is cut into pieces: those that are written as they are (<c>normalized: false</c>) in the text
/// itself, the others in the normalised text. The leftmost is taken, the longest among those that begin there.
/// </summary>
/// <remarks>Source: huggingface/tokenizers, <c>tokenizer/added_vocabulary.rs</c>. A prompt that spells an end token gets that token, as there.</remarks>
internal sealed class AddedTokens
{
    private readonly Dictionary<int, AddedToken> _byId = [];
    private readonly Dictionary<string, int> _byContent = new(StringComparer.Ordinal);
    private PrefixTrie? _raw;
    private PrefixTrie? _normalised;

    /// <param name="list">The file's field; null where it has none.</param>
    /// <param name="vocabulary">The model's id of a token, or null.</param>
    /// <param name="vocabularySize">Tokens in the model's vocabulary.</param>
    /// <param name="normalizer">The file's normalizer.</param>
    public static AddedTokens Read(JsonElement? list, Func<string, int?> vocabulary, int vocabularySize, TextNormalizer normalizer)
    {
        var tokens = new AddedTokens();
        if (list is { } elements)
        {
            foreach (var element in elements.EnumerateArray())
            {
                tokens.Add(AddedToken.Read(element), vocabulary, vocabularySize);
            }
        }

        foreach (var (id, token) in tokens._byId)
        {
            var content = token.Normalized ? normalizer.Apply(token.Content) : token.Content;
            var trie = token.Normalized ? tokens._normalised ??= new PrefixTrie() : tokens._raw ??= new PrefixTrie();
            trie.Add(content.Length > 0 ? content : throw new InvalidDataException($"The normalizer leaves nothing of the added token '{token.Content}'."), id);
        }

        return tokens;
    }

    /// <summary>The id of an added token, or null.</summary>
    public int? Find(string content) => _byContent.TryGetValue(content, out var id) ? id : null;

    /// <summary>The parts of a text, in order, none of them empty: an added token's id, or text between them, with where it begins.</summary>
    public IEnumerable<(int? Id, string Text, int Start)> FindInText(string text) => Split(text, _raw);

    /// <summary>The same in a normalised text.</summary>
    public IEnumerable<(int? Id, string Text, int Start)> FindInNormalised(string text) => Split(text, _normalised);

    private void Add(AddedToken token, Func<string, int?> vocabulary, int vocabularySize)
    {
        if (token.Content.Length == 0)
        {
            return;
        }

        // A file's own numbers are not what its readers go by: a token that the vocabulary lacks gets the next free id.
        var expected = Find(token.Content) ?? vocabulary(token.Content) ?? Math.Max(vocabularySize, _byId.Count == 0 ? 0 : _byId.Keys.Max() + 1);
        if (token.Id != expected)
        {
            throw new InvalidDataException($"The added token '{token.Content}' has the id {token.Id} where the vocabulary makes it {expected}.");
        }

        _byId[token.Id] = token;
        _byContent[token.Content] = token.Id;
    }

    private IEnumerable<(int? Id, string Text, int Start)> Split(string text, PrefixTrie? trie)
    {
        var pending = 0;
        for (var i = 0; trie is not null && i < text.Length;)
        {
            var (id, length) = trie.Longest(text.AsSpan(i));
            if (length == 0)
            {
                i++;
                continue;
            }

            var (start, end) = Widen(text, _byId[id], pending, i, i + length);
            if (start > pending)
            {
                yield return (null, text[pending..start], pending);
            }

            yield return (id, text[start..end], start);
            pending = end;
            i += length;
        }

        if (pending < text.Length)
        {
            yield return (null, text[pending..], pending);
        }
    }

    /// <summary>The token with the white space beside it that it takes.</summary>
    private static (int Start, int End) Widen(string text, AddedToken token, int pending, int start, int end)
    {
        while (token.StripsBefore && start > pending && char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        while (token.StripsBehind && end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return (start, end);
    }

    private sealed record AddedToken(int Id, string Content, bool StripsBefore, bool StripsBehind, bool Normalized)
    {
        public static AddedToken Read(JsonElement element)
        {
            var fields = new TokenizerFields(element, "added token");
            var content = fields.Text("content");
            var id = fields.OptionalNumber("id") ?? throw new InvalidDataException($"The added token '{content}' has no 'id'.");
            if (fields.Flag("single_word", otherwise: false))
            {
                throw new InvalidDataException($"The added token '{content}' has 'single_word', which is not known.");
            }

            var token = new AddedToken(
                id, content, fields.Flag("lstrip", otherwise: false), fields.Flag("rstrip", otherwise: false), fields.Flag("normalized", otherwise: true));
            fields.Ignore("special");
            fields.RefuseOthers();
            return token;
        }
    }
}
