using QualitySuite.Cli.Score;

namespace QualitySuite.Cli.Compare;

/// <summary>How the images of two sets are put against each other.</summary>
/// <param name="IsPaired">Pairs by file name; else the two sets as wholes.</param>
/// <param name="A">The images compared; in pairs the i-th belongs to the i-th of <paramref name="B"/>.</param>
/// <param name="B">The images compared.</param>
/// <param name="Pairs">How many file names both sets have, scored on both sides and with the same prompt.</param>
/// <param name="LeftOut">Why images are not in the comparison, with their number; empty: all are in it.</param>
/// <param name="PromptsDiffer">File names that both sets have with different prompts.</param>
internal sealed record Pairing(
    bool IsPaired, IReadOnlyList<ScoredImage> A, IReadOnlyList<ScoredImage> B, int Pairs, IReadOnlyList<string> LeftOut, int PromptsDiffer)
{
    /// <summary>Pairs where they cover at least half of the smaller set, unless the caller has decided.</summary>
    public static Pairing Of(ScoreSet a, ScoreSet b, PairingMode mode)
    {
        List<ScoredImage> usableA = [.. a.Images.Where(i => i.Failure is null)], usableB = [.. b.Images.Where(i => i.Failure is null)];
        var byName = usableB.ToDictionary(i => i.File, StringComparer.Ordinal);
        List<(ScoredImage A, ScoredImage B)> common = [.. usableA.Where(i => byName.ContainsKey(i.File)).Select(i => (i, byName[i.File]))];
        List<(ScoredImage A, ScoredImage B)> pairs = [.. common.Where(pair => SamePrompt(pair.A, pair.B))];
        if (mode == PairingMode.Paired && pairs.Count == 0)
        {
            throw new ToolException($"Nothing can be paired: no file name is in both '{a.Source}' and '{b.Source}' with scores on both sides and the same prompt.");
        }

        var isPaired = mode == PairingMode.Paired
            || (mode == PairingMode.Auto && pairs.Count >= 2 && 2 * pairs.Count >= Math.Min(usableA.Count, usableB.Count));
        var differ = common.Count - pairs.Count;
        List<(int Count, string Why)> leftOut = [(a.Images.Count - usableA.Count, "of A could not be scored"), (b.Images.Count - usableB.Count, "of B could not be scored")];
        if (isPaired)
        {
            leftOut.AddRange([(usableA.Count - common.Count, "only in A"), (usableB.Count - common.Count, "only in B"), (differ, "in both with different prompts")]);
        }

        return new Pairing(
            isPaired, isPaired ? [.. pairs.Select(p => p.A)] : usableA, isPaired ? [.. pairs.Select(p => p.B)] : usableB, pairs.Count,
            [.. leftOut.Where(reason => reason.Count > 0).Select(reason => $"{reason.Count} {reason.Why}")], differ);
    }

    // A prompt that only one side knows cannot contradict.
    private static bool SamePrompt(ScoredImage a, ScoredImage b) => a.Prompt is null || b.Prompt is null || a.Prompt.Trim() == b.Prompt.Trim();
}

/// <summary>What the user asks for.</summary>
internal enum PairingMode
{
    Auto,
    Paired,
    Unpaired,
}
