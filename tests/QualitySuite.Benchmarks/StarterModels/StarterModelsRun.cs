using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Benchmarks.Reports;
using QualitySuite.Scoring;

namespace QualitySuite.Benchmarks.StarterModels;

/// <summary>The models that ship: how fast they run, and how long the pack takes to load.</summary>
internal static class StarterModelsRun
{
    private const int Batch = 16;
    private const int Repetitions = 5;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);
    private static readonly (BenchedModel Model, int? Goal)[] Models =
    [
        (new BenchedModel("clip/vision.onnx", "pixel_values", [3, 96, 96]), 400),
        (new BenchedModel("clip/text.onnx", "input_ids", [24], IsText: true), null),
        (new BenchedModel("artifacts.onnx", "image", [3, 224, 448]), null),
        (new BenchedModel("nsfw.onnx", "input", [224, 224, 3]), null),
    ];

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync("starter", "./dev bench scoring starter", "The models of the starter pack", cancellationToken);
        file.Add($"{Environment.ProcessorCount} threads, batches of {Batch}, tensors that are there already; medians of {Repetitions} runs of {Duration.TotalSeconds:f0} s.\n");
        var speeds = new MarkdownTable("model (input of one item)", "items/s", "goal");
        foreach (var (model, goal) in Models)
        {
            var speed = Median(() => ModelLoop.Measure(model, Batch, Duration), cancellationToken);
            speeds.Add($"{model}", $"{speed:f0}", goal is { } least ? Goal.AtLeast(least, speed) : "");
        }

        file.Add(speeds);
        file.Add("Loading: hashes, sessions, canaries and checks of the batch, as a worker does it at its start; medians.\n");
        var loads = new MarkdownTable("what", "ms", "goal");
        var pack = Median(Load, cancellationToken);
        loads.Add("the whole starter pack", $"{pack:f0}", Goal.AtMost(1000, pack, " ms"));
        file.Add(loads);
        await file.WriteAsync(cancellationToken);
    }

    private static double Load()
    {
        var start = Stopwatch.GetTimestamp();
        using var engine = new ScoringEngine(new ScoringEngineOptions { PackPath = Folders.StarterPack }, NullLogger<ScoringEngine>.Instance);
        return engine.Parts.FirstOrDefault(part => part.Problem is not null) is { } refused
            ? throw new BenchmarkException($"The part '{refused.Name}' is refused: {refused.Problem}")
            : Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(Func<double> measure, CancellationToken cancellationToken) => Goal.Median(Enumerable.Range(0, Repetitions).Select(_ =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return measure();
    }).ToList());
}
