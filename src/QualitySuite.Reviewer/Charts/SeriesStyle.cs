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
    /// The looks of model versions, the same on every page and in every range. The colour goes by age, so that a version keeps it, unless an older one is imported later.
    /// The dash says how current a version is: the newest is solid, the one before dashed, the one before that dotted, and so on in turns;
    /// it moves on when a version is released. Neighbours differ in both, and no two of the first 24 share both.
    /// </summary>
    /// <param name="history">All versions, the oldest first.</param>
    public static IReadOnlyDictionary<string, SeriesStyle> OfHistory(IReadOnlyList<string> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Select((version, age) => (version, age)).ToDictionary(
            v => v.version, v => new SeriesStyle(v.age % Colours, (history.Count - 1 - v.age) % Dashes), StringComparer.Ordinal);
    }

    /// <summary>The look of a version; one that the history does not have yet looks as it will when it is the newest there.</summary>
    public static SeriesStyle Of(string version, IReadOnlyDictionary<string, SeriesStyle> styles)
    {
        ArgumentNullException.ThrowIfNull(styles);
        return styles.GetValueOrDefault(version) ?? new SeriesStyle(styles.Count % Colours, 0);
    }
}
