using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Text;

namespace QualitySuite.Scoring.Words;

/// <summary>A word of a prompt with what it is compared with.</summary>
/// <param name="Word">The word.</param>
/// <param name="Alternatives">At least one.</param>
internal sealed record WordQuestion(FoundWord Word, IReadOnlyList<WordAlternative> Alternatives);

/// <summary>The prompt with something else in a word's place.</summary>
/// <param name="Text">Index among <see cref="PromptQuestions.Texts"/>.</param>
/// <param name="Written">What stands in the word's place.</param>
/// <param name="IsSwapped">Whether the word of that name elsewhere in the prompt has changed places with it.</param>
internal sealed record WordAlternative(int Text, string Written, bool IsSwapped);

/// <summary>What there is to ask about the words of a prompt.</summary>
/// <param name="Prompt">As much of it as is compared: the words that the encoder reads.</param>
/// <param name="Words">In the prompt's order.</param>
/// <param name="Texts">All other texts that they need, as the encoder takes them.</param>
/// <param name="NotRead">Known words behind the end of what the encoder reads.</param>
/// <param name="LeftOut">Known words without an alternative, or for which there were too many texts.</param>
internal sealed record PromptQuestions(string Prompt, IReadOnlyList<WordQuestion> Words, IReadOnlyList<TokenizedText> Texts, int NotRead, int LeftOut);

/// <summary>Asks about the words of prompts. The same prompt always gets the same questions.</summary>
/// <param name="manifest">Which words, and how many alternatives.</param>
/// <param name="maxTexts">Texts that one prompt is compared with at most.</param>
/// <param name="tokenizer">Says how far the encoder reads.</param>
internal sealed class PromptQuestioner(WordsManifest manifest, int maxTexts, ITextTokenizer tokenizer)
{
    /// <summary>Part of the identity: raise it when a prompt would get other questions.</summary>
    public const string Version = "1";

    private readonly WordVocabulary _vocabulary = new(manifest);

    public PromptQuestions Ask(string prompt)
    {
        var known = _vocabulary.Find(prompt);
        var judged = known.Count(IsJudged);
        var text = judged == 0 ? prompt : ReadPart(prompt);
        FoundWord[] read = [.. known.Where(w => w.End <= text.Length)];
        FoundWord[] asked = [.. read.Where(IsJudged)];
        var substitution = new WordSubstitution(text, read, _vocabulary.One);
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var texts = new List<TokenizedText>();
        var questions = new List<WordQuestion>();
        foreach (var word in asked)
        {
            var alternatives = Alternatives(text, word, read, substitution).DistinctBy(a => a.Text)
                .Where(a => a.Text != text).Select(a => (a.Text, a.Written, a.IsSwapped, Tokens: tokenizer.Encode(a.Text))).Where(a => !a.Tokens.Truncated).ToList();
            if (alternatives.Count == 0 || texts.Count + alternatives.Count(a => !indices.ContainsKey(a.Text)) > maxTexts)
            {
                continue;
            }

            foreach (var (other, _, _, tokens) in alternatives)
            {
                if (indices.TryAdd(other, texts.Count))
                {
                    texts.Add(tokens);
                }
            }

            questions.Add(new WordQuestion(word, [.. alternatives.Select(a => new WordAlternative(indices[a.Text], a.Written, a.IsSwapped))]));
        }

        return new PromptQuestions(text, questions, texts, judged - asked.Length, asked.Length - questions.Count);
    }

    private bool IsJudged(FoundWord word) => manifest.NotJudged?.Contains(word.Class.Name) != true;

    private IEnumerable<(string Text, string Written, bool IsSwapped)> Alternatives(
        string prompt, FoundWord word, FoundWord[] read, WordSubstitution substitution)
    {
        var present = read.Where(r => r.Class == word.Class).Select(r => r.Entry).ToHashSet();
        var possible = new List<(string Text, string Written, bool IsSwapped)>();
        for (var entry = 0; entry < word.Class.Entries.Count; entry++)
        {
            if (!present.Contains(entry) && substitution.Replace(word, entry) is { } text)
            {
                possible.Add((text, WordSubstitution.FormOf(word, entry), false));
            }
        }

        // What belongs to an object may have gone to the other one: nouns in each other's place would say the same once more.
        var swaps = word.Class.Name is WordsManifest.Colour or WordsManifest.Count
            ? read.Where(r => r.Class == word.Class && r.Entry != word.Entry)
                .Select(other => (Text: substitution.Swap(word, other)!, WordSubstitution.FormOf(word, other.Entry), true)).Where(s => s.Text is not null)
            : [];
        return [.. Choose(possible, prompt, word.Start), .. swaps];
    }

    /// <summary>As many as the manifest allows, by a shuffle that the prompt and the place decide.</summary>
    private List<(string Text, string Written, bool IsSwapped)> Choose(List<(string Text, string Written, bool IsSwapped)> possible, string prompt, int place)
    {
        if (possible.Count <= manifest.Alternatives)
        {
            return possible;
        }

        var state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))) + (ulong)place;
        for (var i = 0; i < manifest.Alternatives; i++)
        {
            var other = i + (int)(Next(ref state) % (ulong)(possible.Count - i));
            (possible[i], possible[other]) = (possible[other], possible[i]);
        }

        return possible[..manifest.Alternatives];
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014, Fast Splittable Pseudorandom Number Generators).</summary>
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The prompt up to the last word that is read whole.</summary>
    private string ReadPart(string prompt)
    {
        if (!tokenizer.Encode(prompt).Truncated)
        {
            return prompt;
        }

        var words = WordScan.Split(prompt);
        var (fits, tooMany) = (0, words.Count);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            (fits, tooMany) = tokenizer.Encode(prompt[..words[middle - 1].End]).Truncated ? (fits, middle) : (middle, tooMany);
        }

        return fits == 0 ? "" : prompt[..words[fits - 1].End];
    }
}
