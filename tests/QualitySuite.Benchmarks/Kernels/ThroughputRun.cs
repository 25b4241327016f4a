using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Benchmarks.Reports;
using QualitySuite.Imaging;
using QualitySuite.Scoring;

namespace QualitySuite.Benchmarks.Kernels;

/// <summary>All technical measures, BRISQUE and the nsfw classifier together, as the engine runs them, on every core.</summary>
internal static class ThroughputRun
{
    private const int Files = 32;
    private const int Batch = 8;
    private const int Repetitions = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public static void Add(ResultFile file, CancellationToken cancellationToken)
    {
        using var engine = new ScoringEngine(new ScoringEngineOptions { PackPath = MakePack() }, NullLogger<ScoringEngine>.Instance);
        if (engine.Parts.FirstOrDefault(part => part.Problem is not null) is { } refused)
        {
            throw new BenchmarkException($"The part '{refused.Name}' is refused: {refused.Problem}");
        }

        file.Add($"## All technical measures, BRISQUE and nsfw together\n\n{Environment.ProcessorCount} threads, batches of {Batch}; medians of {Repetitions} runs.\n");
        var table = new MarkdownTable("images", "from JPEG files in memory", "from decoded pixels", "goal");
        foreach (var (side, goal) in ((int, int)[])[(512, 60), (1024, 35)])
        {
            var files = Enumerable.Range(0, Files).Select(seed => KernelImages.Jpeg(side, seed)).ToArray();
            var fromFiles = Measure(engine, i => ImageDecoder.Decode(files[i % Files]), cancellationToken);
            var decoded = Array.ConvertAll(files, content => ImageDecoder.Decode(content));
            var fromPixels = Measure(engine, i => Copy(decoded[i % Files]), cancellationToken);
            Array.ForEach(decoded, image => image.Dispose());
            table.Add($"{side}x{side}", $"{fromFiles:f1}/s", $"{fromPixels:f1}/s", Goal.AtLeast(goal, fromFiles));
        }

        file.Add(table);
    }

    private static double Measure(ScoringEngine engine, Func<int, RgbImage> open, CancellationToken cancellationToken)
    {
        Run(engine, open, WarmUp);
        return Goal.Median(Enumerable.Range(0, Repetitions).Select(_ =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Run(engine, open, Duration);
        }).ToList());
    }

    private static double Run(ScoringEngine engine, Func<int, RgbImage> open, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var images = 0;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(thread => new Thread(() =>
        {
            var batch = new List<PreparedImage>(Batch);
            for (var next = thread * Batch; Stopwatch.GetElapsedTime(start) < duration; next += Environment.ProcessorCount * Batch)
            {
                for (var i = next; i < next + Batch; i++)
                {
                    using var image = open(i);
                    batch.Add(engine.Prepare(image));
                }

                engine.Run(batch);
                batch.ForEach(image => image.Dispose());
                batch.Clear();
                Interlocked.Add(ref images, Batch);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return images / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static RgbImage Copy(RgbImage image)
    {
        var copy = new RgbImage(image.Width, image.Height);
        image.Pixels.CopyTo(copy.Pixels);
        return copy;
    }

    /// <summary>The shipped pack without its dual encoder.</summary>
    private static string MakePack()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Folders.StarterPack, "pack.json")))!.AsObject();
        var parts = manifest["parts"]!.AsArray().Where(part => (string?)part!["name"] is "nsfw" or "brisque").Select(part => part!.DeepClone()).ToArray();
        manifest["parts"] = new JsonArray(parts);
        var folder = Directory.CreateDirectory(Path.Combine(Folders.Cache, "technical")).FullName;
        foreach (var path in parts.SelectMany(part => (string[])[(string)part["card"]!, (string)part["model"]!["path"]!]))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.Copy(Path.Combine(Folders.StarterPack, path), Path.Combine(folder, path), overwrite: true);
        }

        File.WriteAllText(Path.Combine(folder, "pack.json"), manifest.ToJsonString());
        return folder;
    }
}
