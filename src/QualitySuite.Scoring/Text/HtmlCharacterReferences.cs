using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace QualitySuite.Scoring.Text;

/// <summary>
/// Replaces HTML5 character references as Python's <c>html.unescape</c> does, which CLIP's text cleaning calls: names with and without a
/// semicolon, the longest known beginning of an unknown name, and the HTML standard's replacements for impossible numbers.
/// </summary>
/// <remarks>Source: https://docs.python.org/3/library/html.html#html.unescape and https://html.spec.whatwg.org/#named-character-references.</remarks>
internal static class HtmlCharacterReferences
{
    private const int LongestName = 32;

    // What the HTML standard has for the numbers 0x80-0x9F: their Windows-1252 meaning; 0 where it has none.
    private static readonly char[] Windows1252 =
    [
        '\u20AC', '\u0081', '\u201A', '\u0192', '\u201E', '\u2026', '\u2020', '\u2021', '\u02C6', '\u2030', '\u0160', '\u2039', '\u0152', '\u008D', '\u017D', '\u008F',
        '\u0090', '\u2018', '\u2019', '\u201C', '\u201D', '\u2022', '\u2013', '\u2014', '\u02DC', '\u2122', '\u0161', '\u203A', '\u0153', '\u009D', '\u017E', '\u0178',
    ];

    public static string Unescape(string text)
    {
        var start = text.IndexOf('&', StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length).Append(text, 0, start);
        while (start < text.Length)
        {
            if (text[start] == '&' && Reference(text, start + 1) is { Length: > 0 } reference)
            {
                Append(result, reference);
                start += 1 + reference.Length;
            }
            else
            {
                result.Append(text[start++]);
            }
        }

        return result.ToString();
    }

    /// <summary>What stands behind an ampersand as far as it can be a reference; empty when it cannot.</summary>
    private static ReadOnlySpan<char> Reference(string text, int start)
    {
        var rest = text.AsSpan(start);
        if (rest.StartsWith("#", StringComparison.Ordinal))
        {
            var hexadecimal = rest.Length > 1 && rest[1] is 'x' or 'X';
            var digits = hexadecimal ? 2 : 1;
            var end = digits;
            while (end < rest.Length && (hexadecimal ? char.IsAsciiHexDigit(rest[end]) : char.IsAsciiDigit(rest[end])))
            {
                end++;
            }

            return end == digits ? [] : rest[..WithSemicolon(rest, end)];
        }

        var length = 0;
        for (var characters = 0; characters < LongestName && length < rest.Length && !IsEnd(rest[length]); characters++)
        {
            length += char.IsHighSurrogate(rest[length]) && length + 1 < rest.Length && char.IsLowSurrogate(rest[length + 1]) ? 2 : 1;
        }

        return length == 0 ? [] : rest[..WithSemicolon(rest, length)];
    }

    private static bool IsEnd(char c) => c is '\t' or '\n' or '\f' or ' ' or '<' or '&' or '#' or ';';

    private static int WithSemicolon(ReadOnlySpan<char> text, int end) => end < text.Length && text[end] == ';' ? end + 1 : end;

    private static void Append(StringBuilder result, ReadOnlySpan<char> reference)
    {
        if (reference[0] == '#')
        {
            AppendNumbered(result, reference[1..].TrimEnd(';'));
            return;
        }

        // "&notit;" is "&not" and "it;": the longest beginning that is a name, down to two characters.
        for (var length = reference.Length; length > 1; length--)
        {
            if (HtmlEntityProvider.Resolver.GetSymbol(reference[..length].ToString()) is { } symbol)
            {
                result.Append(symbol).Append(reference[length..]);
                return;
            }
        }

        result.Append('&').Append(reference);
    }

    private static void AppendNumbered(StringBuilder result, ReadOnlySpan<char> number)
    {
        var code = number[0] is 'x' or 'X'
            ? Parse(number[1..], NumberStyles.AllowHexSpecifier)
            : Parse(number, NumberStyles.None);
        if (code is 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            result.Append('\uFFFD');
        }
        else if (code is >= 0x80 and <= 0x9F)
        {
            result.Append(Windows1252[code - 0x80]);
        }
        else if (!IsDropped(code))
        {
            result.Append(new Rune(code).ToString());
        }
    }

    /// <summary>The number, or one beyond Unicode where it is too large to be held.</summary>
    private static int Parse(ReadOnlySpan<char> digits, NumberStyles style)
    {
        var significant = digits.TrimStart('0');
        return significant.Length switch
        {
            0 => 0,
            > 9 => int.MaxValue,
            _ => (int)Math.Min(int.MaxValue, long.Parse(significant, style, CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>Control characters and non-characters, which the standard calls parse errors and Python drops.</summary>
    private static bool IsDropped(int code) =>
        code is (>= 0x1 and <= 0x8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}
