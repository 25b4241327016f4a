using System.Text;
using System.Text.RegularExpressions;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>An expression whose finds are looked at once more, since numbers of many kinds look alike.</summary>
/// <param name="kind">What stands in brackets in its place.</param>
/// <param name="pattern">Where to look. Its finds are short, but for those that are taken whole: that keeps the time linear.</param>
/// <param name="lengthOf">How many characters of a find are one, from its start; 0: none. Given the text, the find's start and the find.</param>
internal sealed class CheckedPattern(string kind, string pattern, Func<string, int, string, int> lengthOf) : IRedactionPattern
{
    private readonly Regex _regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public string Kind => kind;

    public string Replace(string text)
    {
        StringBuilder? replaced = null;
        var copied = 0;
        for (var match = _regex.Match(text); match.Success;)
        {
            var length = lengthOf(text, match.Index, match.Value);
            if (length > 0)
            {
                (replaced ??= new StringBuilder()).Append(text, copied, match.Index - copied).Append('[').Append(kind).Append(']');
                copied = match.Index + length;
            }

            // What looked like more of this one, or like one, may be the start of the next.
            match = _regex.Match(text, match.Index + Math.Max(length, 1));
        }

        return replaced?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }
}
