using System.Text;

namespace QualitySuite.Scoring.Text;

/// <summary>
/// Cuts cleaned text as CLIP's pattern does: <c>&lt;|startoftext|&gt;|&lt;|endoftext|&gt;|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>,
/// case ignored. .NET's regular expressions see letters beyond U+FFFF as two halves that are no letters, so this looks at whole characters.
/// </summary>
/// <remarks>Source: openai/CLIP, simple_tokenizer.py.</remarks>
internal static class PromptWords
{
    // In the pattern's order: the first that fits is taken. Where the pattern ignores case, s also stands for the long s.
    private static readonly string[] Fixed = ["<|startoftext|>", "<|endoftext|>", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    public static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = LengthAt(text.AsSpan(start));
            if (length == 0)
            {
                // White space between words.
                start++;
                continue;
            }

            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var literal in Fixed)
        {
            if (StartsWith(text, literal))
            {
                return literal.Length;
            }
        }

        Rune.DecodeFromUtf16(text, out var first, out var length);
        return KindOf(first) switch
        {
            Kind.Space => 0,
            Kind.Number => length,
            var kind => RunLength(text, kind),
        };
    }

    private static int RunLength(ReadOnlySpan<char> text, Kind kind)
    {
        var length = 0;
        while (length < text.Length)
        {
            Rune.DecodeFromUtf16(text[length..], out var rune, out var consumed);
            if (KindOf(rune) != kind)
            {
                break;
            }

            length += consumed;
        }

        return length;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string literal)
    {
        if (text.Length < literal.Length)
        {
            return false;
        }

        for (var i = 0; i < literal.Length; i++)
        {
            if (text[i] != literal[i] && !(literal[i] == 's' && text[i] == '\u017F'))
            {
                return false;
            }
        }

        return true;
    }

    private static Kind KindOf(Rune rune) =>
        Rune.IsLetter(rune) ? Kind.Letter
        : Rune.IsNumber(rune) ? Kind.Number
        : Rune.IsWhiteSpace(rune) ? Kind.Space
        : Kind.Other;


    private enum Kind
    {
        Letter,
        Number,
        Space,
        Other,
    }
}
