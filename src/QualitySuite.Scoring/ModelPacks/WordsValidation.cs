using QualitySuite.Scoring.Words;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>What the section <c>words</c> of a dual encoder must hold beyond its JSON types; each message names the field.</summary>
internal static class WordsValidation
{
    private const int MostAlternatives = 63;

    /// <param name="words">The section.</param>
    /// <param name="require">Throws with the field and the problem where the condition does not hold.</param>
    public static void Check(WordsManifest words, Action<bool, string, string> require)
    {
        require(words.Scale > 0 && double.IsFinite(words.Scale), "words.scale", "must be positive");
        require(words.Threshold is > 0 and < 1, "words.threshold", "must be between 0 and 1");
        require(words.Alternatives is >= 1 and <= MostAlternatives, "words.alternatives", $"must be 1 to {MostAlternatives}");
        require(words.Caveat is null || !string.IsNullOrWhiteSpace(words.Caveat), "words.caveat", "is blank");
        require(words.Classes.Count > 0, "words.classes", "is empty");
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, entries) in words.Classes)
        {
            var field = $"words.classes.{name}";
            require(!string.IsNullOrWhiteSpace(name), "words.classes", "has a class without a name");
            require(entries is { Count: >= 2 }, field, "needs two entries: a word is compared with others of its class");
            foreach (var entry in entries)
            {
                CheckEntry(entry, name, field, owners, require);
            }
        }

        var left = words.NotJudged ?? [];
        require(left.All(name => name is not null && words.Classes.ContainsKey(name)), "words.notJudged", "names what is no class");
        require(words.Classes.Keys.Except(left).Any(), "words.notJudged", "leaves no class to judge");
    }

    private static void CheckEntry(
        IReadOnlyList<string> entry, string name, string field, Dictionary<string, string> owners, Action<bool, string, string> require)
    {
        require(entry is { Count: >= 1 } && entry.All(form => form is not null), field, "has an entry without forms");
        require(name is not (WordsManifest.Count or WordsManifest.Colour) || entry.Count == 1, field, "has an entry of several forms, where each has one");
        require(name != WordsManifest.Object || entry.Count == 2, field, "has an entry that is not a singular and a plural");
        foreach (var form in entry)
        {
            require(WordScan.IsForm(form), field, $"has the form '{form}', which is no words with single spaces between them");
        }

        // A noun may be its own plural.
        foreach (var form in entry.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            require(owners.TryAdd(form, name), field, $"has the form '{form}', which the class '{owners.GetValueOrDefault(form)}' has already");
        }
    }
}
