using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// SentencePiece's table of replacements, as huggingface/tokenizers applies it: user-perceived characters of fewer than six bytes are looked
/// up whole, by the shortest entry that they begin with, then each character by itself.
/// </summary>
/// <remarks>
/// Source: huggingface/tokenizers, <c>normalizers/precompiled.rs</c>; the table is a double-array trie of darts-clone (32-bit units:
/// label, offset, whether a value follows) before its replacements, which end with a zero byte each.
/// </remarks>
internal sealed class PrecompiledCharacters
{
    private const int LongestWhole = 6;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private PrecompiledCharacters(uint[] units, byte[] replacements)
    {
        _units = units;
        _replacements = replacements;
    }

    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public static PrecompiledCharacters Read(string base64)
    {
        var table = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, table, out var count) || count < 4)
        {
            throw new InvalidDataException("The normalizer 'Precompiled' has a 'precompiled_charsmap' that is not base64.");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(table);
        if (size % 4 != 0 || size == 0 || size > count - 4)
        {
            throw new InvalidDataException("The normalizer 'Precompiled' has a 'precompiled_charsmap' that is cut off.");
        }

        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(4 + (4 * i)));
        }

        return new PrecompiledCharacters(units, table[(4 + (int)size)..count]);
    }

    public string Apply(string text)
    {
        var result = new StringBuilder(text.Length);
        var graphemes = StringInfo.GetTextElementEnumerator(text);
        Span<byte> utf8 = stackalloc byte[LongestWhole];
        while (graphemes.MoveNext())
        {
            var grapheme = graphemes.GetTextElement();
            if (Encoding.UTF8.GetByteCount(grapheme) < LongestWhole && Find(utf8[..Encoding.UTF8.GetBytes(grapheme, utf8)]) is { } whole)
            {
                result.Append(whole);
                continue;
            }

            foreach (var rune in grapheme.EnumerateRunes())
            {
                result.Append(Find(utf8[..rune.EncodeToUtf8(utf8)]) ?? rune.ToString());
            }
        }

        return result.ToString();
    }

    /// <summary>What replaces the shortest entry that the key begins with; null: there is none.</summary>
    private string? Find(ReadOnlySpan<byte> key)
    {
        var position = Offset(_units[0]);
        foreach (var value in key)
        {
            position ^= value;
            if (value == 0 || position >= _units.Length || (_units[position] & 0x800000FF) != value)
            {
                return null;
            }

            var unit = _units[position];
            position ^= Offset(unit);
            if ((unit >> 8 & 1) == 1)
            {
                return position < _units.Length ? ReplacementAt(_units[position] & 0x7FFFFFFF) : null;
            }
        }

        return null;
    }

    private string ReplacementAt(uint start)
    {
        if (start >= _replacements.Length)
        {
            return "";
        }

        var rest = _replacements.AsSpan((int)start);
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);
}
