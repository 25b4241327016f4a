using System.Buffers;
using System.Globalization;
using System.Text;

namespace QualitySuite.Scoring.Text;

/// <summary>
/// CLIP's cleaning of a text before it is cut into words, as openai/CLIP's <c>simple_tokenizer.py</c> has it, without ftfy, which it uses
/// only where installed: HTML unescaped twice, runs of white space made one space, ends trimmed, Python's lower case.
/// </summary>
internal static class PromptText
{
    private const char CapitalSigma = '\u03A3';
    private const char SmallSigma = '\u03C3';
    private const char FinalSigma = '\u03C2';

    // Word_Break MidLetter, MidNumLet and Single_Quote are ignored when looking for the letters beside a sigma (Unicode 15, D136).
    private const string WordMiddles = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    public static string Clean(string text)
    {
        var unescaped = HtmlCharacterReferences.Unescape(HtmlCharacterReferences.Unescape(WithoutLoneSurrogates(text)));
        return Lower(CollapseWhiteSpace(Trim(unescaped))).ToString();
    }

    /// <summary>A lone surrogate is no character; it becomes U+FFFD, as in any UTF-8 that it is written to.</summary>
    public static string WithoutLoneSurrogates(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return string.Concat(text.EnumerateRunes().ToArray());
            }
        }

        return text;
    }

    // Python's str.strip takes the four separators U+001C-001F for white space, the regular expression's \s does not.
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsStripped(text[start]))
        {
            start++;
        }

        while (end > start && IsStripped(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static bool IsStripped(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    private static string CollapseWhiteSpace(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                result.Append(c);
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }

        return Trim(result.ToString()).ToString();
    }

    /// <summary>Unicode's full lower case: simple mappings, and the two of SpecialCasing.txt that need no language (dotted I, final sigma).</summary>
    private static StringBuilder Lower(string text)
    {
        var result = new StringBuilder(text.Length);
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                0x130 => result.Append("i\u0307"),
                CapitalSigma => result.Append(IsFinal(text, index) ? FinalSigma : SmallSigma),
                _ => result.Append(Rune.ToLowerInvariant(rune).ToString()),
            };
            index += rune.Utf16SequenceLength;
        }

        return result;
    }

    /// <summary>Whether a letter with case stands before the position and none after it, marks and word middles aside.</summary>
    private static bool IsFinal(string text, int index)
    {
        Rune rune;
        var before = text.AsSpan(0, index);
        while (Rune.DecodeLastFromUtf16(before, out rune, out var used) != OperationStatus.NeedMoreData && used > 0 && IsIgnored(rune))
        {
            before = before[..^used];
        }

        if (before.IsEmpty || !IsCased(rune))
        {
            return false;
        }

        var after = text.AsSpan(index + 1);
        while (Rune.DecodeFromUtf16(after, out rune, out var used) != OperationStatus.NeedMoreData && used > 0 && IsIgnored(rune))
        {
            after = after[used..];
        }

        return after.IsEmpty || !IsCased(rune);
    }

    private static bool IsCased(Rune rune) =>
        Rune.IsUpper(rune) || Rune.IsLower(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter
        || rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9);

    private static bool IsIgnored(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || (rune.IsBmp && WordMiddles.Contains((char)rune.Value, StringComparison.Ordinal));
}
