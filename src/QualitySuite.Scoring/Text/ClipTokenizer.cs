using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace QualitySuite.Scoring.Text;

/// <summary>
/// CLIP's byte-pair tokenizer. Cleaning and cutting into words are ours, because .NET's differ on characters beyond U+FFFF; merging within a
/// word is Microsoft.ML.Tokenizers'. Safe to call from several threads.
/// </summary>
/// <remarks>Source: openai/CLIP, simple_tokenizer.py and clip.py's <c>tokenize(..., truncate=True)</c>.</remarks>
public sealed class ClipTokenizer : ITextTokenizer
{
    private const string StartOfText = "<|startoftext|>";
    private const string EndOfText = "<|endoftext|>";
    private const string EndOfWord = "</w>";

    /// <summary>Part of a scorer's identity: raise it when a text would get other ids.</summary>
    internal const string Version = "1";

    /// <summary>The length of every published CLIP.</summary>
    public const int ClipLength = 77;

    private static readonly char[] ByteCharacters = MapBytes();

    private readonly BpeTokenizer _words;
    private readonly int _start;

    private ClipTokenizer(BpeTokenizer words, int start, int end, int length)
    {
        _words = words;
        _start = start;
        EndId = end;
        Length = length;
        Padding = new TextPadding(end, ToLength: false, AtStart: false);
    }

    /// <summary>Id of the end token, which also fills up shorter texts.</summary>
    public int EndId { get; }

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    /// <remarks>The encoder is causal and read at the end token, so that what stands behind it changes nothing.</remarks>
    public TextPadding Padding { get; }

    /// <summary>Tokens in the vocabulary.</summary>
    public int VocabularySize => _words.Vocabulary.Count;

    /// <param name="vocabulary"><c>vocab.json</c>: an object from token to id.</param>
    /// <param name="merges"><c>merges.txt</c>: a pair a line, best first.</param>
    /// <param name="length">Ids at most, 3 or more.</param>
    /// <exception cref="InvalidDataException">One of the files is no vocabulary or no list of merges, or a needed token is missing.</exception>
    public static ClipTokenizer Load(Stream vocabulary, Stream merges, int length = ClipLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 3);
        BpeTokenizer words;
        try
        {
            words = BpeTokenizer.Create(
                vocabulary, merges, preTokenizer: null, normalizer: null, specialTokens: null, unknownToken: null, continuingSubwordPrefix: null, EndOfWord);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or System.Text.Json.JsonException or FormatException)
        {
            throw new InvalidDataException($"The vocabulary and merges are not those of a byte-pair tokenizer: {exception.Message}", exception);
        }

        foreach (var c in ByteCharacters)
        {
            IdOf(words, c.ToString());
            IdOf(words, $"{c}{EndOfWord}");
        }

        return new ClipTokenizer(words, IdOf(words, StartOfText), IdOf(words, EndOfText), length);
    }

    /// <inheritdoc/>
    public TokenizedText Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(Length) { _start };
        var count = 2;
        foreach (var word in PromptWords.Split(PromptText.Clean(text)))
        {
            var encoded = EncodeWord(word);
            count += encoded.Count;
            ids.AddRange(encoded.Take(Length - 1 - ids.Count));
        }

        ids.Add(EndId);
        return new TokenizedText(ids, count > Length, count);
    }

    private IReadOnlyList<int> EncodeWord(string word) => word switch
    {
        StartOfText => [_start],
        EndOfText => [EndId],
        _ => _words.EncodeToIds(SpellBytes(word), considerPreTokenization: false, considerNormalization: false),
    };

    /// <summary>Each byte of the word's UTF-8 as the printable character that the vocabulary spells it with.</summary>
    private static string SpellBytes(string word)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(word.Length));
        var count = Encoding.UTF8.GetBytes(word, bytes);
        var spelled = string.Create(count, bytes, static (characters, source) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                characters[i] = ByteCharacters[source[i]];
            }
        });
        ArrayPool<byte>.Shared.Return(bytes);
        return spelled;
    }

    private static int IdOf(BpeTokenizer words, string token) => words.Vocabulary.TryGetValue(token, out var id)
        ? id
        : throw new InvalidDataException($"The vocabulary has no token '{token}', which every CLIP vocabulary has.");

    /// <summary>GPT-2's table: printable Latin-1 stands for itself, the other bytes for the characters from U+0100 on, in order.</summary>
    private static char[] MapBytes()
    {
        var characters = new char[256];
        var next = '\u0100';
        for (var value = 0; value < characters.Length; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = printable ? (char)value : next++;
        }

        return characters;
    }
}
