using System.Text;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// The segmentation with the greatest sum of the tokens' scores (Viterbi). A character that no token covers costs ten less than the worst
/// token; neighbouring ones become one unknown token, or their UTF-8 bytes where the vocabulary has those.
/// </summary>
/// <remarks>Source: Kudo 2018, Subword Regularization; huggingface/tokenizers, <c>models/unigram</c>, whose order of equal scores it keeps.</remarks>
internal sealed class UnigramModel(PrefixTrie tokens, double[] scores, ByteTokens? bytes, int unknown) : ISubwordModel
{
    private const double UnknownPenalty = 10;

    private readonly double _unknownScore = scores.Min() - UnknownPenalty;

    public void Encode(string piece, List<int> ids)
    {
        var path = FindBest(piece);
        var segments = new Stack<(int Start, int End, int Id)>();
        for (var end = piece.Length; end > 0;)
        {
            var (start, id) = (path[end].Start, path[end].Id);
            segments.Push(id == unknown && segments.TryPeek(out var later) && later.Id == unknown ? (start, segments.Pop().End, id) : (start, end, id));
            end = start;
        }

        foreach (var (start, end, id) in segments)
        {
            Append(piece.AsSpan(start, end - start), id, ids);
        }
    }

    private (int Start, int Id, double Score)[] FindBest(string piece)
    {
        var best = new (int Start, int Id, double Score)[piece.Length + 1];
        for (var i = 1; i < best.Length; i++)
        {
            best[i] = (Start: -1, Id: 0, Score: 0);
        }

        for (var start = 0; start < piece.Length;)
        {
            var length = char.IsHighSurrogate(piece[start]) ? 2 : 1;
            var isCovered = false;
            var node = PrefixTrie.Root;
            for (var end = start; end < piece.Length && (node = tokens.Step(node, piece[end])) != PrefixTrie.None; end++)
            {
                if (tokens.ValueAt(node) is var id && id != PrefixTrie.None)
                {
                    Offer(start, end + 1, id, scores[id]);
                    isCovered |= end + 1 - start == length;
                }
            }

            if (!isCovered)
            {
                Offer(start, start + length, unknown, _unknownScore);
            }

            start += length;
        }

        return best;

        void Offer(int start, int end, int id, double score)
        {
            var total = best[start].Score + score;
            if (best[end].Start < 0 || total > best[end].Score)
            {
                best[end] = (start, id, total);
            }
        }
    }

    private void Append(ReadOnlySpan<char> segment, int id, List<int> ids)
    {
        if (id != unknown)
        {
            ids.Add(id);
            return;
        }

        // Several unknown characters together may be a token that no path took.
        if (tokens.Find(segment) is var found && found != PrefixTrie.None)
        {
            ids.Add(found);
        }
        else if (bytes?.TryAppend(Encoding.UTF8.GetBytes(segment.ToString()), ids) != true)
        {
            ids.Add(id);
        }
    }
}
