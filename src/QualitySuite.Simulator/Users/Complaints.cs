using QualitySuite.Contracts.Feedback;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Faults;

namespace QualitySuite.Simulator.Users;

/// <summary>What people say when they report an image. Mostly the true reason; people are not graders, so not always.</summary>
internal static class Complaints
{
    private const double MistakenShare = 0.08;

    public static IReadOnlyList<ReportReason> Reasons(Fault fault, Random random)
    {
        if (random.NextDouble() < MistakenShare)
        {
            return [SceneGenerator.Pick(random, Enum.GetValues<ReportReason>())];
        }

        return fault switch
        {
            Fault.WrongAttribute or Fault.WrongCount or Fault.WrongRelation or Fault.WrongObject => [ReportReason.DoesntMatchPrompt],
            Fault.Blur or Fault.Banding or Fault.JpegBlocks or Fault.Grey => [ReportReason.LowQuality],
            Fault.Checkerboard or Fault.Seam or Fault.WatermarkText => [ReportReason.ContainsArtifacts],
            Fault.Noise => random.Next(2) == 0 ? [ReportReason.ContainsArtifacts] : [ReportReason.ContainsArtifacts, ReportReason.LowQuality],
            Fault.Oversaturation => [random.Next(2) == 0 ? ReportReason.ContainsArtifacts : ReportReason.LowQuality],
            Fault.Black => [ReportReason.ContainsArtifacts, ReportReason.DoesntMatchPrompt],
            _ => [SceneGenerator.Pick(random, [ReportReason.Anatomy, ReportReason.Other, ReportReason.LowQuality, ReportReason.Offensive])],
        };
    }

    public static IReadOnlyList<string> Comments(Fault fault) => fault switch
    {
        Fault.WrongAttribute => ["The colour is wrong", "I asked for another colour", "Colours got mixed up between the objects"],
        Fault.WrongCount => ["Count them…", "That is not the number I asked for", "One too many or one too few, again"],
        Fault.Blur => ["So blurry", "Out of focus", "Soft since the last update, cannot use it"],
        Fault.Noise => ["Grainy mess", "Looks unfinished", "Why all the speckles?"],
        Fault.Oversaturation => ["My eyes! Far too bright", "Colours are burnt", "Way oversaturated"],
        Fault.Black => ["It is just black", "Nothing there", "Black square instead of a picture"],
        Fault.WrongRelation => ["The other way round, please", "They stand on the wrong sides"],
        Fault.WrongObject => ["I never asked for that thing", "One of the objects is something else"],
        Fault.Banding => ["Stripes instead of a smooth background", "The colours come in steps"],
        Fault.Checkerboard => ["A pattern like a screen door", "Tiny squares everywhere"],
        Fault.Seam => ["There is a line right through it", "Cut in two and glued together"],
        Fault.JpegBlocks => ["Blocky", "Looks saved a hundred times"],
        Fault.WatermarkText => ["There is a watermark on it", "Why is there text?"],
        Fault.Grey => ["All washed out", "No colour, no contrast"],
        _ => ["Not what I had in mind", "Looks odd somehow", "Meh"],
    };
}
