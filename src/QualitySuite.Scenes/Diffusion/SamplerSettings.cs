
namespace QualitySuite.Scenes.Diffusion;

/// <summary>What the caller of a diffusion service chooses. Guidance is the classifier-free guidance scale.</summary>
public sealed record SamplerSettings(string Name, int Steps, double Guidance, string Scheduler, string SafetyFilter)
{
    private static readonly (string Name, string Scheduler, int[] Steps)[] Samplers =
    [
        ("dpmpp_2m", "karras", [20, 25, 30]),
        ("dpmpp_2m", "karras", [20, 25, 30]),
        ("euler_a", "normal", [20, 28, 30, 40]),
        ("ddim", "normal", [30, 50]),
        ("lcm", "sgm_uniform", [12, 16, 20]),
    ];

    private static readonly double[] GuidanceScales = [5, 6, 7, 7, 7.5, 7.5, 8, 9, 12];
    private static readonly string[] SafetyFilters = ["guard-2.1", "guard-2.1", "guard-2.2", "guard-strict-1.0"];

    public static SamplerSettings Draw(Random random)
    {
        var sampler = SceneGenerator.Pick(random, Samplers);
        return new SamplerSettings(
            sampler.Name,
            SceneGenerator.Pick(random, sampler.Steps),
            SceneGenerator.Pick(random, GuidanceScales),
            sampler.Scheduler,
            SceneGenerator.Pick(random, SafetyFilters));
    }
}
