using SkiaSharp;

namespace QualitySuite.Scenes.Faults;

/// <summary>Capital letters as lines, so that text looks the same wherever it is drawn: a machine may have no font at all.</summary>
internal static class StrokeFont
{
    /// <summary>Height of a letter in its own units; a stroke of about a tenth of it reads well.</summary>
    public const float Height = 6;

    private const float Advance = 5.6f;

    // In boxes of 4 x 6, y downwards.
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['A'] = "M0 6 L2 0 L4 6 M0.7 4 H3.3",
        ['B'] = "M0 6 V0 H2.4 Q4 0 4 1.5 Q4 3 2.4 3 H0 M2.4 3 Q4 3 4 4.5 Q4 6 2.4 6 H0",
        ['C'] = "M4 1.2 Q3.4 0 2 0 Q0 0 0 3 Q0 6 2 6 Q3.4 6 4 4.8",
        ['D'] = "M0 0 V6 H1.5 Q4 6 4 3 Q4 0 1.5 0 Z",
        ['E'] = "M4 0 H0 V6 H4 M0 3 H3",
        ['F'] = "M4 0 H0 V6 M0 3 H3",
        ['G'] = "M4 1.2 Q3.4 0 2 0 Q0 0 0 3 Q0 6 2 6 Q4 6 4 3.4 H2.2",
        ['H'] = "M0 0 V6 M4 0 V6 M0 3 H4",
        ['I'] = "M2 0 V6 M1 0 H3 M1 6 H3",
        ['J'] = "M3.6 0 V4.4 Q3.6 6 1.8 6 Q0 6 0 4.4",
        ['K'] = "M0 0 V6 M4 0 L0 3.6 M1.4 2.4 L4 6",
        ['L'] = "M0 0 V6 H4",
        ['M'] = "M0 6 V0 L2 3.4 L4 0 V6",
        ['N'] = "M0 6 V0 L4 6 V0",
        ['O'] = "M2 0 Q0 0 0 3 Q0 6 2 6 Q4 6 4 3 Q4 0 2 0 Z",
        ['P'] = "M0 6 V0 H2.4 Q4 0 4 1.6 Q4 3.2 2.4 3.2 H0",
        ['Q'] = "M2 0 Q0 0 0 3 Q0 6 2 6 Q4 6 4 3 Q4 0 2 0 Z M2.6 4.4 L4 6",
        ['R'] = "M0 6 V0 H2.4 Q4 0 4 1.6 Q4 3.2 2.4 3.2 H0 M2 3.2 L4 6",
        ['S'] = "M4 1.2 Q3.4 0 2 0 Q0 0 0 1.5 Q0 3 2 3 Q4 3 4 4.5 Q4 6 2 6 Q0.6 6 0 4.8",
        ['T'] = "M0 0 H4 M2 0 V6",
        ['U'] = "M0 0 V4 Q0 6 2 6 Q4 6 4 4 V0",
        ['V'] = "M0 0 L2 6 L4 0",
        ['W'] = "M0 0 L1 6 L2 2.4 L3 6 L4 0",
        ['X'] = "M0 0 L4 6 M4 0 L0 6",
        ['Y'] = "M0 0 L2 3 L4 0 M2 3 V6",
        ['Z'] = "M0 0 H4 L0 6 H4",
    };

    /// <summary>The lines of a text of capital letters and spaces, from the origin to the right; the caller disposes them.</summary>
    public static SKPath Write(string text)
    {
        var path = new SKPath();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ' ')
            {
                using var letter = SKPath.ParseSvgPathData(Letters[text[i]]);
                path.AddPath(letter, i * Advance, 0);
            }
        }

        return path;
    }

    /// <summary>From the left of the first letter to where a further one would begin.</summary>
    public static float Width(string text) => text.Length * Advance;
}
