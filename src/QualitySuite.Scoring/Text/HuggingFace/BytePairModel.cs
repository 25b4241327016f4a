using System.Text;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// Byte-pair encoding over characters: of all neighbours that a merge rule joins, the pair of the best rule is joined first, the leftmost
/// among equals. A heap finds it, so that a text without word boundaries takes n log n.
/// </summary>
/// <remarks>
/// Source: Sennrich et al. 2016, Neural Machine Translation of Rare Words with Subword Units; huggingface/tokenizers, <c>models/bpe</c>.
/// A character that the vocabulary lacks becomes its UTF-8 bytes where the vocabulary has those, or else the unknown token.
/// </remarks>
internal sealed class BytePairModel(
    Dictionary<Rune, int> characters, Dictionary<ulong, ulong> merges, ByteTokens? bytes, int? unknown, bool fuseUnknown, PrefixTrie? whole) : ISubwordModel
{
    private const int None = -1;

    /// <summary>The pair as a key of the merge rules.</summary>
    public static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>A rule's value: its rank, and the id of the joined token.</summary>
    public static ulong Rule(int rank, int joined) => ((ulong)(uint)rank << 32) | (uint)joined;

    public void Encode(string piece, List<int> ids)
    {
        if (whole?.Find(piece) is { } id && id != PrefixTrie.None)
        {
            ids.Add(id);
            return;
        }

        ids.AddRange(Merge(Spell(piece)));
    }

    private List<int> Spell(string piece)
    {
        var symbols = new List<int>(piece.Length);
        Span<byte> utf8 = stackalloc byte[4];
        int? pending = null;
        foreach (var rune in piece.EnumerateRunes())
        {
            if (characters.TryGetValue(rune, out var id))
            {
                Flush();
                symbols.Add(id);
            }
            else if (bytes?.TryAppend(utf8[..rune.EncodeToUtf8(utf8)], symbols) == true)
            {
                // An unknown token that waits goes behind these bytes: so does the library whose ids models were trained on.
            }
            else if (unknown is not null)
            {
                if (!fuseUnknown)
                {
                    Flush();
                }

                pending = unknown;
            }
        }

        Flush();
        return symbols;

        void Flush()
        {
            if (pending is { } waiting)
            {
                symbols.Add(waiting);
                pending = null;
            }
        }
    }

    private IEnumerable<int> Merge(List<int> symbols)
    {
        var count = symbols.Count;
        var next = new int[count];
        var previous = new int[count];
        var queue = new PriorityQueue<(int Position, int Joined), ulong>();
        for (var i = 0; i < count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1 < count ? i + 1 : None);
            Offer(i);
        }

        while (queue.TryDequeue(out var best, out _))
        {
            // A neighbour may have been joined away since; then the pair is another one.
            var right = symbols[best.Position] == None ? None : next[best.Position];
            if (right == None || !merges.TryGetValue(Pair(symbols[best.Position], symbols[right]), out var rule) || (int)(uint)rule != best.Joined)
            {
                continue;
            }

            (symbols[best.Position], symbols[right]) = (best.Joined, None);
            next[best.Position] = next[right];
            if (next[right] != None)
            {
                previous[next[right]] = best.Position;
            }

            Offer(previous[best.Position]);
            Offer(best.Position);
        }

        return symbols.Where(id => id != None);

        void Offer(int position)
        {
            if (position != None && next[position] != None && merges.TryGetValue(Pair(symbols[position], symbols[next[position]]), out var rule))
            {
                queue.Enqueue((position, (int)(uint)rule), (rule & 0xFFFFFFFF_00000000) | (uint)position);
            }
        }
    }
}
