using System.Text;
using System.Text.Json;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>A file's <c>model</c> while it is read: its tokens with ids, their scores or merges, and its settings.</summary>
internal sealed class SubwordVocabulary
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<double> _scores = [];
    private Dictionary<ulong, ulong> _merges = [];
    private readonly TokenizerFields _settings;
    private readonly bool _isUnigram;

    private SubwordVocabulary(TokenizerFields settings, bool isUnigram)
    {
        _settings = settings;
        _isUnigram = isUnigram;
    }

    /// <summary>Tokens.</summary>
    public int Count => _ids.Count;

    /// <summary>The id of a token, or null.</summary>
    public int? Find(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    /// <param name="reader">At the model's first token; afterwards at its last.</param>
    public static SubwordVocabulary Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException("The file's 'model' is no object.");
        }

        var settings = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        Utf8JsonReader tokens = default, merges = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "vocab":
                    // Copies of the reader: the merges are understood by the vocabulary, which may stand behind them.
                    tokens = reader;
                    reader.Skip();
                    break;
                case "merges":
                    merges = reader;
                    reader.Skip();
                    break;
                default:
                    settings[name] = JsonElement.ParseValue(ref reader);
                    break;
            }
        }

        return Read(new TokenizerFields(JsonSerializer.SerializeToElement(settings), "model"), tokens, merges);
    }

    /// <summary>The model, which keeps only what it needs to encode.</summary>
    public ISubwordModel Build()
    {
        var bytes = _settings.Flag("byte_fallback", otherwise: false) ? new ByteTokens(Find) : null;
        ISubwordModel model = _isUnigram ? BuildUnigram(bytes) : BuildBytePair(bytes);
        _settings.RefuseOthers();
        return model;
    }

    private static SubwordVocabulary Read(TokenizerFields settings, Utf8JsonReader tokens, Utf8JsonReader merges)
    {
        var type = settings.OptionalText("type") ?? (tokens.TokenType == JsonTokenType.StartArray ? "Unigram" : "BPE");
        var expected = type switch
        {
            "BPE" => JsonTokenType.StartObject,
            "Unigram" => JsonTokenType.StartArray,
            _ => throw new InvalidDataException($"The model '{type}' is not known."),
        };
        if (tokens.TokenType != expected)
        {
            throw new InvalidDataException($"The model '{type}' has no 'vocab', or one of another kind.");
        }

        var vocabulary = new SubwordVocabulary(settings, type == "Unigram");
        if (vocabulary._isUnigram)
        {
            vocabulary.ReadScores(ref tokens);
            return vocabulary;
        }

        while (tokens.Read() && tokens.TokenType == JsonTokenType.PropertyName)
        {
            var token = tokens.GetString()!;
            tokens.Read();
            vocabulary._ids[token] = tokens.GetInt32() is >= 0 and var id ? id : throw new InvalidDataException($"The token '{token}' has a negative id.");
        }

        if (merges.TokenType != JsonTokenType.StartArray)
        {
            throw new InvalidDataException("The model 'BPE' has no list of 'merges'.");
        }

        vocabulary._merges = MergeRules.Read(ref merges, vocabulary._ids);
        return vocabulary;
    }

    private void ReadScores(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            _ids[reader.GetString()!] = _scores.Count;
            reader.Read();
            _scores.Add(reader.GetDouble());
            reader.Read();
            RequireEnd(reader.TokenType, _scores.Count - 1);
        }

        RequireEnd(reader.TokenType, _scores.Count);

        if (_scores.Count == 0)
        {
            throw new InvalidDataException("The model 'Unigram' has no tokens.");
        }
    }

    private static void RequireEnd(JsonTokenType token, int index)
    {
        if (token != JsonTokenType.EndArray)
        {
            throw new InvalidDataException($"The model's 'vocab' has an entry {index} that is no pair of token and score.");
        }
    }

    private UnigramModel BuildUnigram(ByteTokens? bytes)
    {
        var trie = new PrefixTrie();
        foreach (var (token, id) in _ids)
        {
            trie.Add(token, id);
        }

        var unknown = _settings.OptionalNumber("unk_id") ?? throw new InvalidDataException("The model 'Unigram' has no 'unk_id' for characters that its vocabulary lacks.");
        return unknown < _scores.Count
            ? new UnigramModel(trie, [.. _scores], bytes, unknown)
            : throw new InvalidDataException($"The model's 'unk_id' {unknown} is not in its vocabulary.");
    }

    private BytePairModel BuildBytePair(ByteTokens? bytes)
    {
        RefuseSetting("continuing_subword_prefix");
        RefuseSetting("end_of_word_suffix");
        if (_settings.Optional("dropout") is { } dropout && dropout.GetDouble() != 0)
        {
            throw new InvalidDataException("The model's 'dropout' makes the ids random.");
        }

        var unknown = _settings.OptionalText("unk_token");
        var characters = new Dictionary<Rune, int>();
        var whole = _settings.Flag("ignore_merges", otherwise: false) ? new PrefixTrie() : null;
        foreach (var (token, id) in _ids)
        {
            whole?.Add(token, id);
            if (token.Length > 0 && Rune.GetRuneAt(token, 0) is var rune && rune.Utf16SequenceLength == token.Length)
            {
                characters[rune] = id;
            }
        }

        return new BytePairModel(
            characters,
            _merges,
            bytes,
            unknown is null ? null : Find(unknown) ?? throw new InvalidDataException($"The model's 'unk_token' '{unknown}' is not in its vocabulary."),
            _settings.Flag("fuse_unk", otherwise: false),
            whole);
    }

    private void RefuseSetting(string name)
    {
        if (_settings.OptionalText(name) is { Length: > 0 } value)
        {
            throw new InvalidDataException($"The model's '{name}' '{value}' is not known.");
        }
    }
}
