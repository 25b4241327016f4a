using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Tests.Words;

/// <summary>Classes of words for tests.</summary>
internal static class TestWords
{
    public static WordsManifest Manifest { get; } = new(30, 0.15, 8, new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>
    {
        ["colour"] = [["red"], ["orange"], ["green"], ["blue"]],
        ["count"] = [["one"], ["two"], ["three"]],
        ["object"] = [["apple", "apples"], ["cup", "cups"], ["umbrella", "umbrellas"], ["fish", "fish"], ["top hat", "top hats"], ["unicorn", "unicorns"]],
        ["place"] = [["on a beach", "on a sandy beach"], ["in a green meadow"], ["in front of a brick wall"]],
        ["relation"] = [["left of", "to the left of"], ["right of", "to the right of"], ["in front of"]],
    });
}
