namespace QualitySuite.Reviewer.Charts;

/// <summary>How a line looks: one of eight colour-blind-safe colours and one of three dash patterns of the stylesheet.</summary>
/// <param name="Colour">0-7.</param>
/// <param name="Dash">0 solid, 1 dashed, 2 dotted.</param>
internal sealed record SeriesStyle(int Colour, int Dash)
{
    public const int Colours = 8;
    public const int Dashes = 3;

    /// <summary>The line of all versions together.</summary>
    public static SeriesStyle Overall { get; } = new(0, 0);

    /// <summary>
    /// The styles of all known model versions. A version looks the same on every page and in every range: its colour is a hash of its name,
    /// except that versions early in the alphabet keep theirs and a later one with the same takes the next that is free,
    /// so that up to eight versions never share one.
    /// </summary>
    public static IReadOnlyDictionary<string, SeriesStyle> OfAll(IEnumerable<string> modelVersions)
    {
        ArgumentNullException.ThrowIfNull(modelVersions);
        var styles = new Dictionary<string, SeriesStyle>(StringComparer.Ordinal);
        var uses = new int[Colours];
        foreach (var version in modelVersions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var style = Of(version);
            var least = uses.Min();
            var colour = Enumerable.Range(style.Colour, Colours).Select(c => c % Colours).First(c => uses[c] == least);
            uses[colour]++;
            styles.Add(version, style with { Colour = colour });
        }

        return styles;
    }

    /// <summary>The style of a version by its name alone (FNV-1a, 32 bit, with the final mix of MurmurHash3, since FNV's low bits alone
    /// spread short names badly).</summary>
    public static SeriesStyle Of(string modelVersion)
    {
        ArgumentNullException.ThrowIfNull(modelVersion);
        var hash = 2166136261u;
        foreach (var unit in modelVersion)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        hash ^= hash >> 16;
        return new SeriesStyle((int)(hash % Colours), (int)(hash / Colours % Dashes));
    }
}
