using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Words;

/// <summary>A class of words that may stand for one another.</summary>
internal sealed record WordClass(string Name, IReadOnlyList<IReadOnlyList<string>> Entries);

/// <summary>A form of a class, found in a text.</summary>
/// <param name="Class">The class.</param>
/// <param name="Entry">Index of its entry.</param>
/// <param name="Form">Index of the form within the entry.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Characters.</param>
/// <param name="Before">The word before it, if only white space is between.</param>
internal sealed record FoundWord(WordClass Class, int Entry, int Form, int Start, int Length, TextWord? Before)
{
    public int End => Start + Length;

    public string Text(string prompt) => prompt.Substring(Start, Length);
}

/// <summary>The words that can be judged, and where they stand in a prompt.</summary>
internal sealed class WordVocabulary
{
    private readonly Dictionary<string, (WordClass Class, int Entry, int Form)> _forms = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _longest;
    private readonly WordClass? _count;

    public WordVocabulary(WordsManifest manifest)
    {
        Classes = [.. manifest.Classes.Select(c => new WordClass(c.Key, c.Value))];
        foreach (var words in Classes)
        {
            for (var entry = 0; entry < words.Entries.Count; entry++)
            {
                for (var form = 0; form < words.Entries[entry].Count; form++)
                {
                    var text = words.Entries[entry][form];
                    _forms.TryAdd(text, (words, entry, form));
                    _longest = Math.Max(_longest, text.Count(c => c == ' ') + 1);
                }
            }
        }

        _count = Classes.FirstOrDefault(c => c.Name == WordsManifest.Count);
        One = _count is null ? -1 : _count.Entries.ToList().FindIndex(e => string.Equals(e[0], WordsManifest.One, StringComparison.OrdinalIgnoreCase));
    }

    public IReadOnlyList<WordClass> Classes { get; }

    /// <summary>Index of the entry <c>one</c> among the number words; -1: there is none.</summary>
    public int One { get; }

    /// <summary>
    /// The words of the classes in their order: whole words, case aside, the longest form that fits. An article before a singular noun, with no
    /// more than colours between, is the number word <c>one</c>.
    /// </summary>
    public IReadOnlyList<FoundWord> Find(string prompt)
    {
        var words = WordScan.Split(prompt);
        var found = new List<FoundWord>();
        var articles = new List<(int Word, int Found)>();
        for (var i = 0; i < words.Count;)
        {
            var length = LongestAt(prompt, words, i, out var match);
            if (length == 0)
            {
                if (IsArticle(prompt, words[i]))
                {
                    articles.Add((i, found.Count));
                }

                i++;
                continue;
            }

            TextWord? before = i > 0 && words[i].IsJoined ? words[i - 1] : null;
            var (start, end) = (words[i].Start, words[i + length - 1].End);
            found.Add(new FoundWord(match.Class, match.Entry, match.Form, start, end - start, before));
            i += length;
        }

        ReadPlurals(found);
        AddArticles(words, found, articles);
        return found;
    }

    /// <summary>The noun that a number word counts: behind it, with no more than colours between. Null: none that is known.</summary>
    public static FoundWord? NounBehind(IReadOnlyList<FoundWord> found, FoundWord word)
    {
        var end = word.End;
        foreach (var next in found.Where(f => f.Start >= word.End))
        {
            if (next.Before?.End != end)
            {
                return null;
            }

            if (next.Class.Name == WordsManifest.Object)
            {
                return next;
            }

            if (next.Class.Name != WordsManifest.Colour)
            {
                return null;
            }

            end = next.End;
        }

        return null;
    }

    public static bool IsArticle(string prompt, TextWord word) =>
        prompt.AsSpan(word.Start, word.Length) is var text && (text.Equals("a", StringComparison.OrdinalIgnoreCase) || text.Equals("an", StringComparison.OrdinalIgnoreCase));

    private int LongestAt(string prompt, List<TextWord> words, int first, out (WordClass Class, int Entry, int Form) match)
    {
        match = default;

        // &cup; is a sign to a tokenizer that knows HTML, and no cup.
        if (words[first].Start > 0 && prompt[words[first].Start - 1] is '&' or '#')
        {
            return 0;
        }

        var most = 1;
        while (most < _longest && first + most < words.Count && words[first + most].IsJoined)
        {
            most++;
        }

        for (var length = most; length > 0; length--)
        {
            var text = string.Join(' ', words.GetRange(first, length).Select(w => prompt.Substring(w.Start, w.Length)));
            if (_forms.TryGetValue(text, out match))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>A noun that is its own plural is one behind a number word above one.</summary>
    private void ReadPlurals(List<FoundWord> found)
    {
        foreach (var number in found.Where(f => f.Class == _count && f.Entry != One).ToList())
        {
            if (NounBehind(found, number) is { Form: 0 } noun
                && string.Equals(noun.Class.Entries[noun.Entry][0], noun.Class.Entries[noun.Entry][1], StringComparison.OrdinalIgnoreCase))
            {
                found[found.IndexOf(noun)] = noun with { Form = 1 };
            }
        }
    }

    private void AddArticles(List<TextWord> words, List<FoundWord> found, List<(int Word, int Found)> articles)
    {
        if (One < 0)
        {
            return;
        }

        // From the last on, so that the places of those before stay.
        foreach (var (word, place) in articles.AsEnumerable().Reverse())
        {
            TextWord? before = word > 0 && words[word].IsJoined ? words[word - 1] : null;
            var article = new FoundWord(_count!, One, Form: 0, words[word].Start, words[word].Length, before);
            if (NounBehind(found, article) is { Form: 0 })
            {
                found.Insert(place, article);
            }
        }
    }
}
