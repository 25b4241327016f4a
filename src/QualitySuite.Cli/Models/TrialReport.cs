using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary>Tells how the parts of a pack did on their first run.</summary>
internal static class TrialReport
{
    public static void Write(IReadOnlyList<TriedPart> parts, Action<string> line)
    {
        foreach (var part in parts)
        {
            line($"  {part.Name} ({part.Kind}): {part.Problem ?? (part.Recorded ? "works; its answer to the canary is recorded, a later change of it is noticed" : "works")}");
        }
    }
}
