using System.Diagnostics.CodeAnalysis;

namespace QualitySuite.Scenes;

/// <summary>Reads a prompt of the vocabulary: this is all that the stand-in model understands of language.</summary>
public static class PromptParser
{
    private static readonly (string Text, DrawingStyle Style)[] StylesBefore = LongestFirst(Vocabulary.Styles.SelectMany(s => s.Value.Before.Select(text => (text, s.Key))));
    private static readonly (string Text, DrawingStyle Style)[] StylesAfter = LongestFirst(Vocabulary.Styles.SelectMany(s => s.Value.After.Select(text => (text, s.Key))));
    private static readonly (string Text, Background Background)[] Backgrounds = LongestFirst(Vocabulary.Backgrounds.SelectMany(b => b.Phrases.Select(text => (text, b))));
    private static readonly (string Text, Relation Relation)[] Relations = LongestFirst(Vocabulary.Relations.SelectMany(r => r.Value.Select(text => (text, r.Key))));
    private static readonly Dictionary<string, ObjectKind> Nouns = Vocabulary.Objects
        .SelectMany(kind => new[] { kind.Name, kind.Plural }.Distinct().Select(noun => (noun, kind)))
        .ToDictionary(pair => pair.noun, pair => pair.kind, StringComparer.Ordinal);

    /// <summary>False where the prompt says something outside the vocabulary, or nothing of style or background.</summary>
    public static bool TryParse(string prompt, [NotNullWhen(true)] out Scene? scene)
    {
        scene = null;
        var clauses = prompt.Trim().ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
        if (!TryStyle(ref clauses[0], clauses.AsSpan(1), out var style) || !TryBackground(ref clauses[0], out var background))
        {
            return false;
        }

        var text = clauses[0];
        foreach (var (phrase, relation) in Relations)
        {
            if (text.Split($" {phrase} ") is [var a, var b])
            {
                return TryGroups(a, b, relation, background, style, out scene);
            }
        }

        if (text.Split(" and ") is [var left, var right])
        {
            return TryGroups(left, right, null, background, style, out scene);
        }

        scene = TryGroup(text, out var only) ? new Scene(only, null, null, background, style) : null;
        return scene is not null;
    }

    private static bool TryStyle(ref string first, ReadOnlySpan<string> others, out DrawingStyle style)
    {
        foreach (var (phrase, named) in StylesBefore)
        {
            if (first.StartsWith(phrase + " ", StringComparison.Ordinal))
            {
                first = first[(phrase.Length + 1)..];
                style = named;
                return true;
            }
        }

        foreach (var clause in others)
        {
            foreach (var (phrase, named) in StylesAfter)
            {
                if (clause == phrase)
                {
                    style = named;
                    return true;
                }
            }
        }

        style = default;
        return false;
    }

    private static bool TryBackground(ref string text, [NotNullWhen(true)] out Background? background)
    {
        foreach (var (phrase, named) in Backgrounds)
        {
            if (text.EndsWith(" " + phrase, StringComparison.Ordinal))
            {
                text = text[..^(phrase.Length + 1)];
                background = named;
                return true;
            }
        }

        background = null;
        return false;
    }

    private static bool TryGroups(string a, string b, Relation? relation, Background background, DrawingStyle style, out Scene? scene)
    {
        scene = TryGroup(a, out var first) && TryGroup(b, out var second) ? new Scene(first, second, relation, background, style) : null;
        return scene is not null;
    }

    private static bool TryGroup(string text, [NotNullWhen(true)] out ObjectGroup? group)
    {
        group = null;
        if (text.Split(' ', 3) is not [var number, var colourName, var noun] || !Nouns.TryGetValue(noun, out var kind))
        {
            return false;
        }

        var count = number is "a" or "an" ? 1 : Vocabulary.Numbers.ToList().IndexOf(number);
        var colour = Palette.All.FirstOrDefault(colour => colour.Name == colourName);
        group = count >= 1 && colour is not null ? new ObjectGroup(kind, colour, count) : null;
        return group is not null;
    }

    private static (string Text, T Value)[] LongestFirst<T>(IEnumerable<(string Text, T Value)> phrases) =>
        [.. phrases.OrderByDescending(phrase => phrase.Text.Length)];
}
