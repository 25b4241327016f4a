using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;
using SkiaSharp;

namespace QualitySuite.Scenes.Tests.Diffusion;

public sealed class DiffusionModelTests
{
    private const string Prompt = "three red apples left of a blue cup on a wooden table, watercolour";
    private static readonly SamplerSettings Settings = new("dpmpp_2m", 25, 7, "karras", "guard-2.1");

    [Fact]
    public void The_same_job_gives_the_same_bytes()
    {
        var job = new DiffusionJob(Prompt, ModelTimeline.Versions[0], Settings, 7, 128);
        Assert.Equal(DiffusionModel.Run(job).Draw(), DiffusionModel.Run(job).Draw());
        Assert.NotEqual(DiffusionModel.Run(job).Draw(), DiffusionModel.Run(job with { Seed = 8 }).Draw());
    }

    [Theory]
    [InlineData(Fault.Blocked, "withheld by guard-2.1")]
    [InlineData(Fault.Failed, null)]
    public void Blocked_and_failed_jobs_have_no_image_and_say_why(Fault fault, string? error)
    {
        var result = DiffusionModel.Run(new DiffusionJob(Prompt, ModelTimeline.Versions[0], Settings, 7, 128), fault);

        Assert.Empty(result.Draw());
        Assert.NotNull(result.Error);
        Assert.Equal(error ?? result.Error, result.Error);
    }

    [Theory]
    [InlineData(Prompt, Fault.WrongRelation)]
    [InlineData("five green cacti on a beach, photo", Fault.None)]
    public void A_wrong_relation_needs_a_relation(string prompt, Fault expected)
    {
        var result = DiffusionModel.Run(new DiffusionJob(prompt, ModelTimeline.Versions[0], Settings, 7, 128), Fault.WrongRelation);
        Assert.Equal((expected, expected == Fault.None), (result.Fault, result.Asked == result.Drawn));
    }

    [Fact]
    public void A_prompt_outside_the_vocabulary_fails()
    {
        var result = DiffusionModel.Run(new DiffusionJob("an astronaut riding a horse", ModelTimeline.Versions[0], Settings, 7, 128), Fault.None);
        Assert.Equal((Fault.Failed, "prompt outside the model's vocabulary"), (result.Fault, result.Error));
    }

    [Fact]
    public void An_upscale_shows_the_same_scene_at_twice_the_size()
    {
        var job = new DiffusionJob(Prompt, ModelTimeline.Versions[0], Settings, 7, 128);
        using var small = SKBitmap.Decode(DiffusionModel.Run(job, Fault.None).Draw());
        using var large = SKBitmap.Decode(DiffusionModel.Run(job with { Size = 256 }, Fault.None).Draw());
        using var shrunk = large.Resize(small.Info, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));

        Assert.Equal(256, large.Width);
        Assert.InRange(Pixels.Luma(small).Zip(Pixels.Luma(shrunk), (a, b) => Math.Abs(a - b)).Average(), 0, 12);
    }

    [Fact]
    public void Latency_grows_with_steps_and_stays_plausible()
    {
        double Mean(int steps) => Enumerable.Range(0, 200).Average(seed => DiffusionModel
            .Run(new DiffusionJob(Prompt, ModelTimeline.Versions[0], Settings with { Steps = steps }, seed, 512), Fault.None).Latency.TotalSeconds);

        Assert.InRange(Mean(20), 1, 2);
        Assert.InRange(Mean(50), 2.3, 4);
    }

    [Theory]
    [InlineData(0.1, "1.0")]
    [InlineData(0.6, "1.1")]
    [InlineData(0.95, "1.2")]
    [InlineData(2, "1.2")]
    public void Each_version_has_its_time(double progress, string version) =>
        Assert.All(Enumerable.Range(0, 100), seed => Assert.Equal(version, ModelTimeline.At(progress, new Random(seed)).Version));

    [Fact]
    public void A_rollout_goes_from_few_to_most()
    {
        double ShareOfNew(double progress) => Enumerable.Range(0, 1000).Count(seed => ModelTimeline.At(progress, new Random(seed)).Version == "1.1") / 1000d;

        Assert.Equal(0.1, ShareOfNew(0.36 + 0.1 * ModelTimeline.RolloutShare), 0.04);
        Assert.Equal(0.8, ShareOfNew(0.36 + 0.8 * ModelTimeline.RolloutShare), 0.05);
    }

    [Fact]
    public void What_is_drawn_without_fault_is_what_was_asked()
    {
        var result = DiffusionModel.Run(new DiffusionJob(Prompt, ModelTimeline.Versions[0], Settings, 7, 128), Fault.None);
        Assert.Equal(result.Asked, result.Drawn);
        Assert.Equal(DrawingStyle.Watercolour, result.Drawn!.Style);
    }
}
