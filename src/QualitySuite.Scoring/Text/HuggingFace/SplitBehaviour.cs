using System.Text.RegularExpressions;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>What becomes of the places where a text is cut.</summary>
internal sealed class SplitBehaviour
{
    private readonly Func<List<Part>, List<Part>> _join;

    private SplitBehaviour(Func<List<Part>, List<Part>> join) => _join = join;

    /// <summary>They are left out.</summary>
    public static SplitBehaviour Removed { get; } = new(parts => [.. parts.Where(p => !p.IsMatch)]);

    /// <summary>Each goes to the piece behind it; several in a row are pieces of their own but the last.</summary>
    public static SplitBehaviour MergedWithNext { get; } = new(JoinWithNext);

    private static SplitBehaviour Isolated { get; } = new(parts => parts);

    private static SplitBehaviour MergedWithPrevious { get; } = new(parts => Join(parts, (earlier, later) => later.IsMatch && !earlier.IsMatch));

    private static SplitBehaviour Contiguous { get; } = new(parts => Join(parts, (earlier, later) => later.IsMatch == earlier.IsMatch));

    public static SplitBehaviour? Find(string name) => name switch
    {
        nameof(Removed) => Removed,
        nameof(Isolated) => Isolated,
        nameof(MergedWithPrevious) => MergedWithPrevious,
        nameof(MergedWithNext) => MergedWithNext,
        nameof(Contiguous) => Contiguous,
        _ => null,
    };

    public IEnumerable<TextPiece> Split(TextPiece piece, Regex pattern)
    {
        var parts = new List<Part>();
        var position = 0;
        foreach (var match in pattern.EnumerateMatches(piece.Text))
        {
            if (match.Index > position)
            {
                parts.Add(new Part(position, match.Index, IsMatch: false));
            }

            position = match.Index + match.Length;
            parts.Add(new Part(match.Index, position, IsMatch: true));
        }

        if (position < piece.Text.Length)
        {
            parts.Add(new Part(position, piece.Text.Length, IsMatch: false));
        }

        return _join(parts).Select(p => new TextPiece(piece.Text[p.Start..p.End], piece.IsFirst && p.Start == 0));
    }

    /// <summary>Joins each part with the one before it where asked; what was just joined counts as the later part's kind.</summary>
    private static List<Part> Join(List<Part> parts, Func<Part, Part, bool> joins)
    {
        var result = new List<Part>(parts.Count);
        Part? earlier = null;
        foreach (var part in parts)
        {
            if (earlier is { } last && joins(last, part))
            {
                result[^1] = result[^1] with { End = part.End };
            }
            else
            {
                result.Add(part);
            }

            earlier = part;
        }

        return result;
    }

    private static List<Part> JoinWithNext(List<Part> parts)
    {
        var result = new List<Part>(parts.Count);
        var laterIsMatch = true;
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i].IsMatch && !laterIsMatch)
            {
                result[^1] = result[^1] with { Start = parts[i].Start };
            }
            else
            {
                result.Add(parts[i]);
            }

            laterIsMatch = parts[i].IsMatch;
        }

        result.Reverse();
        return result;
    }

    private readonly record struct Part(int Start, int End, bool IsMatch);
}
