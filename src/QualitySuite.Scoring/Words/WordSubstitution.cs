using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Words;

/// <summary>
/// Writes a prompt with other words of the same classes, and the grammar that follows from them: <c>a red cup</c> becomes <c>an orange cup</c>,
/// <c>three apples</c> become <c>one apple</c>.
/// </summary>
/// <param name="prompt">The prompt.</param>
/// <param name="found">All words in it that are known.</param>
/// <param name="one">Index of the entry <c>one</c> among the number words; -1: there is none.</param>
internal sealed class WordSubstitution(string prompt, IReadOnlyList<FoundWord> found, int one)
{
    // Vowels that are spoken as consonants.
    private static readonly string[] ConsonantSounds = ["uni", "use", "usu", "uku", "uten", "util", "utop", "eu", "one", "once"];
    private static readonly string[] VowelSounds = ["hour", "honest", "honour", "honor", "heir"];

    /// <summary>The prompt with an entry in a word's place; null where its grammar is beyond this.</summary>
    public string? Replace(FoundWord word, int entry) => EditsFor(word, entry) is { } edits ? Apply(edits) : null;

    /// <summary>The prompt with two words of a class in each other's place; null where its grammar is beyond this.</summary>
    public string? Swap(FoundWord first, FoundWord second) =>
        EditsFor(first, second.Entry) is { } edits && EditsFor(second, first.Entry) is { } others ? Apply([.. edits, .. others]) : null;

    /// <summary>How an entry is written in a word's place.</summary>
    public static string FormOf(FoundWord word, int entry)
    {
        var forms = word.Class.Entries[entry];
        return forms[Math.Min(word.Form, forms.Count - 1)];
    }

    private List<Edit>? EditsFor(FoundWord word, int entry)
    {
        var text = FormOf(word, entry);
        var edits = new List<Edit> { new(word.Start, word.Length, WithCaseOf(word, text)) };
        if (word.Class.Name == WordsManifest.Count && (word.Entry == one) != (entry == one))
        {
            if (WordVocabulary.NounBehind(found, word) is not { } noun)
            {
                return null;
            }

            edits.Add(new Edit(noun.Start, noun.Length, WithCaseOf(noun, noun.Class.Entries[noun.Entry][entry == one ? 0 : 1])));
        }

        if (word.Before is { } before && WordVocabulary.IsArticle(prompt, before) && Article(word.Text(prompt)) != Article(text))
        {
            var isCapital = char.IsUpper(prompt[before.Start]);
            edits.Add(new Edit(before.Start, before.Length, isCapital ? Article(text).ToUpperInvariant()[..1] + Article(text)[1..] : Article(text)));
        }

        return edits;
    }

    private string WithCaseOf(FoundWord word, string text) =>
        char.IsUpper(prompt[word.Start]) ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    private static string Article(string text) =>
        StartsWithAny(text, VowelSounds) || ("aeiou".Contains(char.ToLowerInvariant(text[0]), StringComparison.Ordinal) && !StartsWithAny(text, ConsonantSounds)) ? "an" : "a";

    private static bool StartsWithAny(string text, string[] beginnings) => beginnings.Any(b => text.StartsWith(b, StringComparison.OrdinalIgnoreCase));

    private string? Apply(List<Edit> edits)
    {
        edits = [.. edits.Distinct().OrderByDescending(e => e.Start)];
        var text = prompt;
        var next = prompt.Length;
        foreach (var edit in edits)
        {
            if (edit.Start + edit.Length > next)
            {
                return null;
            }

            text = string.Concat(text.AsSpan(0, edit.Start), edit.Text, text.AsSpan(edit.Start + edit.Length));
            next = edit.Start;
        }

        return text;
    }

    private sealed record Edit(int Start, int Length, string Text);
}
