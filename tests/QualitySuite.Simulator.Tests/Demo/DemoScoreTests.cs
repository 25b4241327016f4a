using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Imaging;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;
using QualitySuite.Scoring;
using QualitySuite.Simulator.Demo;

namespace QualitySuite.Simulator.Tests.Demo;

/// <summary>
/// What the shipped pack says of images that the demo's history has, beside the same ones without their fault. Seams are left out: the pack's
/// classifier ranks them well (<c>quality evaluate starter</c>), but gives clean scenes with straight lines high probabilities as well.
/// </summary>
public sealed class DemoScoreTests : IDisposable
{
    private const int Images = 12;

    private static readonly HistoryPlan Plan = HistoryPlan.Create(new SimulatorOptions(), new DateTimeOffset(2026, 5, 20, 9, 41, 7, TimeSpan.Zero));

    private readonly ScoringEngine _engine = new(
        new ScoringEngineOptions { PackPath = Path.Combine(AppContext.BaseDirectory, "models", "starter"), MaxWordTexts = 0 }, NullLogger<ScoringEngine>.Instance);

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(Fault.WrongAttribute)]
    [InlineData(Fault.WrongCount)]
    public void Alignment_falls_where_the_model_gets_colour_or_number_wrong(Fault fault)
    {
        var (faulty, right) = Score(fault, "clip_score");

        Assert.True(faulty.Average() < right.Average() - 4, $"{faulty.Average():F1} against {right.Average():F1}");
        Assert.InRange(faulty.Zip(right).Count(pair => pair.First < pair.Second), Images * 3 / 4, Images);
    }

    [Theory]
    [InlineData(Fault.Blur, "artifact_blur")]
    [InlineData(Fault.Noise, "artifact_noise")]
    [InlineData(Fault.Oversaturation, "artifact_oversaturation")]
    [InlineData(Fault.Black, "artifact_blank")]
    [InlineData(Fault.Banding, "artifact_banding")]
    [InlineData(Fault.Checkerboard, "artifact_checkerboard")]
    [InlineData(Fault.JpegBlocks, "artifact_jpeg_blocks")]
    [InlineData(Fault.WatermarkText, "artifact_watermark_text")]
    [InlineData(Fault.Grey, "artifact_grey")]
    public void Each_artifact_moves_its_own_label(Fault fault, string metric)
    {
        var (faulty, right) = Score(fault, metric);
        Assert.True(faulty.Average() > right.Average() + 0.25, $"{faulty.Average():F2} against {right.Average():F2}");
    }

    private (double[] Faulty, double[] Right) Score(Fault fault, string metric)
    {
        var results = Plan.Visits.SelectMany(visit => visit.Steps).Select(step => step.Result).Where(result => result.Fault == fault).Take(Images).ToList();
        Assert.Equal(Images, results.Count);
        return (Score(results, metric), Score([.. results.Select(result => DiffusionModel.Run(result.Job, Fault.None))], metric));
    }

    private double[] Score(List<DiffusionResult> results, string metric)
    {
        var plan = _engine.PlanFor(new HashSet<string> { metric });
        var prepared = results.ConvertAll(result =>
        {
            using var picture = ImageDecoder.Decode(result.Draw());
            return _engine.Prepare(picture, result.Job.Prompt, plan);
        });
        _engine.Run(prepared);
        prepared.ForEach(image => image.Dispose());
        return [.. prepared.Select(image => image.Scores.Single().Value)];
    }
}
