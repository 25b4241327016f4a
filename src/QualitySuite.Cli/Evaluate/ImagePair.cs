using QualitySuite.Scenes;

namespace QualitySuite.Cli.Evaluate;

/// <summary>Two images of one prompt and one seed, of which the second shows something else.</summary>
internal sealed record ImagePair(EvaluationImage Right, EvaluationImage Wrong)
{
    public DrawingStyle Style => Right.Result.Asked!.Style;

    /// <summary>Whether all groups have another colour: those of two were swapped, since only one is ever changed.</summary>
    public bool HasSwappedColours =>
        Right.Result.Asked!.Second is not null && Right.Result.Asked.Groups.Zip(Wrong.Result.Drawn!.Groups).All(groups => groups.First.Colour != groups.Second.Colour);
}
