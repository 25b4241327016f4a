using System.Text.Json;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>Reads the <c>merges</c> of a byte-pair model.</summary>
internal static class MergeRules
{
    /// <summary>Pairs in the order of their rank, written as "a b" or as ["a", "b"]; without a string for each, as there may be 600,000.</summary>
    /// <param name="reader">At the start of the list; afterwards at its end.</param>
    /// <param name="ids">The vocabulary.</param>
    /// <returns>By <see cref="BytePairModel.Pair"/>, <see cref="BytePairModel.Rule"/>.</returns>
    public static Dictionary<ulong, ulong> Read(ref Utf8JsonReader reader, Dictionary<string, int> ids)
    {
        var rules = new Dictionary<ulong, ulong>();
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = new char[256];
        for (var rank = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; rank++)
        {
            var isPair = reader.TokenType == JsonTokenType.StartArray && reader.Read();
            var length = Copy(ref reader, ref text, 0);
            var cut = length;
            if (isPair)
            {
                reader.Read();
                length += Copy(ref reader, ref text, length);
                if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                {
                    throw new InvalidDataException($"The merge {rank} is no pair.");
                }
            }
            else
            {
                cut = text.AsSpan(0, length).IndexOf(' ');
                if (cut < 0 || text.AsSpan(cut + 1, length - cut - 1).Contains(' '))
                {
                    throw new InvalidDataException($"The merge {rank} is no pair: '{text.AsSpan(0, length)}'.");
                }

                text.AsSpan(cut + 1, --length - cut).CopyTo(text.AsSpan(cut));
            }

            var pair = BytePairModel.Pair(Id(text.AsSpan(0, cut), rank), Id(text.AsSpan(cut, length - cut), rank));
            rules[pair] = BytePairModel.Rule(rank, Id(text.AsSpan(0, length), rank));
        }

        return rules;

        int Id(ReadOnlySpan<char> token, int rank) => lookup.TryGetValue(token, out var id)
            ? id
            : throw new InvalidDataException($"The merge {rank} needs the token '{token}', which the vocabulary lacks.");
    }

    /// <summary>Copies the string that the reader is at behind <paramref name="start"/>, and makes room for it.</summary>
    private static int Copy(ref Utf8JsonReader reader, ref char[] text, int start)
    {
        if (text.Length < start + reader.ValueSpan.Length)
        {
            Array.Resize(ref text, 2 * (start + reader.ValueSpan.Length));
        }

        return reader.CopyString(text.AsSpan(start));
    }
}
