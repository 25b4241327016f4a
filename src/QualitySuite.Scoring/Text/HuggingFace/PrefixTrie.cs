namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>Strings with a number each, found by walking over a text character by character.</summary>
internal sealed class PrefixTrie
{
    public const int None = -1;

    private readonly Dictionary<ulong, int> _steps = [];
    private readonly List<int> _values = [None];

    /// <summary>Where every walk starts.</summary>
    public static int Root => 0;

    /// <summary>Adds a string; a later value replaces the earlier one.</summary>
    public void Add(ReadOnlySpan<char> text, int value)
    {
        var node = Root;
        foreach (var c in text)
        {
            var key = Key(node, c);
            if (!_steps.TryGetValue(key, out node))
            {
                node = _values.Count;
                _steps.Add(key, node);
                _values.Add(None);
            }
        }

        _values[node] = value;
    }

    /// <summary>The node behind the character, or <see cref="None"/>.</summary>
    public int Step(int node, char c) => _steps.GetValueOrDefault(Key(node, c), None);

    /// <summary>The value of the string that ends at the node, or <see cref="None"/>.</summary>
    public int ValueAt(int node) => _values[node];

    /// <summary>The value of exactly this string, or <see cref="None"/>.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        var node = Root;
        foreach (var c in text)
        {
            node = Step(node, c);
            if (node == None)
            {
                return None;
            }
        }

        return ValueAt(node);
    }

    /// <summary>The longest string that the text begins with: its value and length, or <see cref="None"/> and 0.</summary>
    public (int Value, int Length) Longest(ReadOnlySpan<char> text)
    {
        var (value, length, node) = (None, 0, Root);
        for (var i = 0; i < text.Length && (node = Step(node, text[i])) != None; i++)
        {
            if (ValueAt(node) != None)
            {
                (value, length) = (ValueAt(node), i + 1);
            }
        }

        return (value, length);
    }

    private static ulong Key(int node, char c) => ((ulong)(uint)node << 16) | c;
}
