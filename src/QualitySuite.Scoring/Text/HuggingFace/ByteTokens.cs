using System.Globalization;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of a vocabulary with <c>byte_fallback</c>; it may lack those of bytes that it never needs.</summary>
internal sealed class ByteTokens
{
    private readonly int?[] _ids;

    /// <param name="find">The id of a token, or null.</param>
    public ByteTokens(Func<string, int?> find) =>
        _ids = [.. Enumerable.Range(0, 256).Select(value => find(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")))];

    /// <summary>Appends the ids of all the bytes, or none where one has no token.</summary>
    public bool TryAppend(ReadOnlySpan<byte> utf8, List<int> ids)
    {
        foreach (var value in utf8)
        {
            if (_ids[value] is null)
            {
                return false;
            }
        }

        foreach (var value in utf8)
        {
            ids.Add(_ids[value].GetValueOrDefault());
        }

        return true;
    }
}
