using QualitySuite.Scenes.Faults;
using QualitySuite.Scenes.Rendering;

namespace QualitySuite.Scenes.Diffusion;

/// <summary>The stand-in for a diffusion service: reads the prompt, decides what goes wrong and how long it takes.</summary>
public static class DiffusionModel
{
    private static readonly string[] Breakdowns =
        ["CUDA out of memory", "worker lost during denoising", "deadline of 30 s exceeded", "VAE decode produced NaN"];

    /// <summary>Runs a job with a fault drawn from the odds of its model version.</summary>
    public static DiffusionResult Run(DiffusionJob job) => Run(
        job, job.Model.Odds.Draw(job.Settings.Steps, job.Settings.Guidance, new Random(Seeds.Of(job.Seed, "fault"))));

    /// <summary>Runs a job with the fault given, or without where the prompt asks for nothing that it could get wrong.</summary>
    public static DiffusionResult Run(DiffusionJob job, Fault fault)
    {
        var random = new Random(Seeds.Of(job.Seed, "run"));
        if (!PromptParser.TryParse(job.Prompt, out var asked))
        {
            fault = Fault.Failed;
        }
        else if (!SceneFaults.CanShow(fault, asked))
        {
            fault = Fault.None;
        }

        var drawn = asked is null || fault is Fault.Failed or Fault.Blocked ? null : SceneFaults.Apply(fault, asked, random);
        var error = fault switch
        {
            Fault.Failed when asked is null => "prompt outside the model's vocabulary",
            Fault.Failed => SceneGenerator.Pick(random, Breakdowns),
            Fault.Blocked => $"withheld by {job.Settings.SafetyFilter}",
            _ => null,
        };
        return new DiffusionResult(job, fault, random.NextDouble(), asked, drawn, Format(asked, random), Latency(job, fault, random), error);
    }

    private static ImageFormat Format(Scene? scene, Random random) =>
        scene?.Style == DrawingStyle.PixelArt || random.NextDouble() < 0.04 ? ImageFormat.Png
        : random.NextDouble() < 0.03 ? ImageFormat.Webp
        : ImageFormat.Jpeg;

    /// <summary>Steps times the cost of a step, which grows with the area; queueing makes the long tail.</summary>
    private static TimeSpan Latency(DiffusionJob job, Fault fault, Random random)
    {
        var area = Math.Pow(job.Size / 512d, 2);
        var perStep = job.Settings.Name switch { "lcm" => 38, "ddim" => 41, "euler_a" => 44, _ => 52 } * (job.Model.Version == "1.2" ? 0.82 : 1);
        var queueing = -Math.Log(1 - random.NextDouble()) * 180;
        var milliseconds = 240 + queueing + job.Settings.Steps * perStep * area * (0.92 + 0.16 * random.NextDouble());
        return TimeSpan.FromMilliseconds(Math.Round(fault == Fault.Failed ? Math.Min(milliseconds * 4, 30_000) : milliseconds));
    }
}
