using QualitySuite.Scenes.Faults;

namespace QualitySuite.Scenes.Diffusion;

/// <summary>
/// The versions of "aurora" in the demo: the first misreads prompts now and then and puts watermarks on images, learnt from stock photos; the second
/// reads better; and the third, meant to be faster, misreads colours again and comes out soft. That is what the charts have to show.
/// </summary>
public static class ModelTimeline
{
    /// <summary>The share of the history over which a rollout goes from nobody to everybody.</summary>
    public const double RolloutShare = 0.06;

    public static IReadOnlyList<ModelVersion> Versions { get; } =
    [
        new("aurora", "1.0", "sha256:5d0c9e27f1a4", 0, new FaultOdds { WrongAttribute = 0.09, WrongCount = 0.1, Blur = 0.02, WatermarkText = 0.1 }),
        new("aurora", "1.1", "sha256:b81f36a05c92", 0.36, new FaultOdds { WrongAttribute = 0.04, WrongCount = 0.05, Blur = 0.015 }),
        new("aurora", "1.2", "sha256:09e7d4428b6f", 0.74, new FaultOdds { WrongAttribute = 0.14, WrongCount = 0.05, Blur = 0.11 }),
    ];

    /// <summary>Who answers at a point of the history; above 1 it is the newest version. During a rollout either of two does.</summary>
    public static ModelVersion At(double progress, Random random)
    {
        var draw = random.NextDouble();
        return Versions.Last(version => version.ReleasedAt <= 0 || progress - version.ReleasedAt > draw * RolloutShare);
    }
}
