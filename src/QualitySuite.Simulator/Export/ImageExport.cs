using System.Globalization;
using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;
using QualitySuite.Scenes.Rendering;

namespace QualitySuite.Simulator.Export;

/// <summary>Writes labelled images: what was asked, what was drawn, what went wrong.</summary>
internal static class ImageExport
{
    private static readonly Fault[] FaultsWithImage = [.. Enum.GetValues<Fault>().Where(fault => fault is not (Fault.Blocked or Fault.Failed))];

    /// <summary>Writes everything and returns how many images were written. The same options give the same bytes.</summary>
    public static async Task<int> WriteAsync(ExportOptions options, CancellationToken cancellationToken)
    {
        var images = Directory.CreateDirectory(Path.Combine(options.Out, "images"));
        await using var json = File.CreateText(Path.Combine(options.Out, "captions.jsonl"));
        await using var csv = File.CreateText(Path.Combine(options.Out, "captions.csv"));
        await csv.WriteLineAsync("file,prompt,fault,severity,asked,drawn,style,background");
        var written = 0;
        for (var i = 0; written < options.Count; i++)
        {
            var result = Generate(options, i);
            if (result.Asked is not { } asked || result.Drawn is not { } drawn)
            {
                continue;
            }

            var name = $"{written:D6}{ImageEncoder.Extension(result.Format)}";
            await File.WriteAllBytesAsync(Path.Combine(images.FullName, name), result.Draw(), cancellationToken);
            var caption = Caption.Of($"images/{name}", result, asked, drawn);
            await json.WriteLineAsync(JsonSerializer.Serialize(caption, QualityJson.Options).AsMemory(), cancellationToken);
            await csv.WriteLineAsync(CsvLine(caption, asked, drawn).AsMemory(), cancellationToken);
            written++;
        }

        if (options.Sheet)
        {
            await File.WriteAllBytesAsync(Path.Combine(options.Out, "sheet.png"), ContactSheet.OfObjects(cell: 160), cancellationToken);
        }

        return written;
    }

    private static DiffusionResult Generate(ExportOptions options, int index)
    {
        var random = new Random(Seeds.Of(options.Seed, "export", index));
        var fault = FaultsWithImage[index % FaultsWithImage.Length];
        var scene = SceneGenerator.Generate(random);
        while (options.Faults == FaultMix.Even && !SceneFaults.CanShow(fault, scene))
        {
            scene = SceneGenerator.Generate(random);
        }

        var prompt = PromptWriter.Write(scene, random);
        var model = ModelTimeline.Versions[index % ModelTimeline.Versions.Count];
        var job = new DiffusionJob(prompt, model, SamplerSettings.Draw(random), random.Next(), options.Size);
        return options.Faults switch
        {
            FaultMix.Demo => DiffusionModel.Run(job),
            FaultMix.None => DiffusionModel.Run(job, Fault.None),
            FaultMix.Even => DiffusionModel.Run(job, fault),
        };
    }

    private static string CsvLine(Caption caption, Scene asked, Scene drawn) => string.Join(
        ',',
        new[]
        {
            caption.File, caption.Prompt, caption.Fault, caption.Severity.ToString("F3", CultureInfo.InvariantCulture),
            Groups(asked), Groups(drawn), caption.Style, caption.Background,
        }.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static string Groups(Scene scene) => string.Join($" {scene.Relation?.ToString() ?? "and"} ", scene.Groups);
}
