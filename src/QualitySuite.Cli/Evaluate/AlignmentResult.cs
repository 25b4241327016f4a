using QualitySuite.Scenes;
using QualitySuite.Scenes.Faults;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>How well <c>clip_score</c> tells right images from wrong ones.</summary>
/// <param name="Mismatches">By kind, attribute and count first.</param>
/// <param name="Styles">The first kinds by drawing style.</param>
/// <param name="Retrieval">Images that find their own prompt.</param>
/// <param name="Prompts">Among so many.</param>
/// <param name="Versions">Faulty model versions against a right one.</param>
internal sealed record AlignmentResult(
    IReadOnlyList<MismatchRow> Mismatches, IReadOnlyList<StyleRow> Styles, CountedShare Retrieval, int Prompts, IReadOnlyList<VersionRow> Versions);

/// <summary>One kind of mismatch.</summary>
/// <param name="Kind">For people and programs.</param>
/// <param name="Area">Of any right image against any wrong one; null: no scene can show it.</param>
/// <param name="InOrder">Pairs of one prompt and one seed of which the right image scores higher.</param>
internal sealed record MismatchRow(string Kind, RocArea? Area, CountedShare InOrder)
{
    public const string Attribute = "wrong attribute";
    public const string Count = "wrong count";
}

/// <summary>Mismatches within one drawing style.</summary>
internal sealed record StyleRow(DrawingStyle Style, MismatchRow Attribute, MismatchRow Count);

/// <summary>A version that gets one thing wrong in every image.</summary>
/// <param name="Fault">What.</param>
/// <param name="Images">Of each of the two versions.</param>
/// <param name="Right">Mean score of the right version.</param>
/// <param name="Difference">Faulty minus right; null: too few images.</param>
internal sealed record VersionRow(Fault Fault, int Images, double Right, MeanDifference? Difference);
