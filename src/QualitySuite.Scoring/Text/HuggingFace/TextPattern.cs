using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// What a normalizer replaces or a pre-tokenizer cuts at: <c>{"String": ...}</c>, or <c>{"Regex": ...}</c>. Files are written for the
/// Oniguruma library; of its language only what means the same in .NET is taken: literals, escaped punctuation, <c>\s \n \r \t</c>, lists
/// of them in brackets, and <c>+ {n} {n,} {n,m}</c> behind. Anything else is refused.
/// </summary>
internal static class TextPattern
{
    private const string Special = @"\.^$|()[]{}*+?";

    /// <returns>The pattern, and the literal text where it is no more than that.</returns>
    public static (string? Literal, Regex Pattern) Read(JsonElement element, string owner)
    {
        var fields = new TokenizerFields(element, owner);
        var literal = fields.OptionalText("String");
        var pattern = literal is null ? Translate(fields.Text("Regex"), owner) : Regex.Escape(literal);
        fields.RefuseOthers();
        return pattern.Length > 0
            ? (literal, new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking))
            : throw new InvalidDataException($"The {owner} is empty.");
    }

    private static string Translate(string pattern, string owner)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            result.Append(pattern[i] == '[' ? List(pattern, ref i) : Atom(pattern, ref i)).Append(Quantifier(pattern, ref i));
        }

        return result.ToString();

        string List(string text, ref int i)
        {
            var members = new List<string>();
            for (i++; i < text.Length && text[i] != ']';)
            {
                // Ranges, negation, sets in sets and intersections are not known.
                if (text[i] is '-' or '^' or '[' or '&')
                {
                    throw NotKnown();
                }

                members.Add(text[i] == '\\' ? Atom(text, ref i) : Literal(text[i++]));
            }

            return i++ < text.Length && members.Count > 0 ? $"(?:{string.Join('|', members)})" : throw NotKnown();
        }

        string Atom(string text, ref int i)
        {
            var c = text[i++];
            if (c != '\\')
            {
                return Special.Contains(c, StringComparison.Ordinal) ? throw NotKnown() : Literal(c);
            }

            return i == text.Length ? throw NotKnown() : text[i++] switch
            {
                's' => @"\s",
                'n' => @"\n",
                'r' => @"\r",
                't' => @"\t",
                var escaped when char.IsAscii(escaped) && (char.IsPunctuation(escaped) || char.IsSymbol(escaped)) && escaped is not ('<' or '>' or '`' or '\'') => Literal(escaped),
                _ => throw NotKnown(),
            };
        }

        static string Quantifier(string text, ref int i)
        {
            var end = i;
            if (i < text.Length && text[i] == '+')
            {
                end++;
            }
            else if (i < text.Length && text[i] == '{' && text.IndexOf('}', i) is var close && close > 0 && IsCount(text[(i + 1)..close]))
            {
                end = close + 1;
            }

            var quantifier = text[i..end];
            i = end;
            return quantifier;
        }

        string Literal(char c) => char.IsSurrogate(c) ? throw NotKnown() : Regex.Escape(c.ToString());

        InvalidDataException NotKnown() => new($"The {owner} has the regular expression '{pattern}', of a form that is not known.");
    }

    private static bool IsCount(string text)
    {
        var numbers = text.Split(',');
        return numbers is [_] or [_, _]
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least) && least is > 0 and < 1000
            && (numbers is [_] or [_, ""] || (int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most >= least && most < 1000));
    }
}
