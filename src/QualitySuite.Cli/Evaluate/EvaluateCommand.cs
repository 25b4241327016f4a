using System.CommandLine;
using QualitySuite.Cli.Models;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Outputs;

namespace QualitySuite.Cli.Evaluate;

/// <summary><c>quality evaluate starter</c>: how well a pack does on scenes of known faults, without any service.</summary>
internal static class EvaluateCommand
{
    private const int HasMissedGoals = 1;

    private static readonly string[] Endings = [".md", ".json"];

    public static Command Create(TextWriter output, TextWriter error) => new("evaluate", "Measures how well models do on images of which is known what is wrong with them.")
    {
        CreateStarter(output, error),
    };

    private static Command CreateStarter(TextWriter output, TextWriter error)
    {
        var outputs = CreateOut();
        var images = CreateImages();
        var pack = new Option<string?>("--pack", "-p")
        {
            Description = "Evaluate this pack: its folder, or the name of an installed one. Without it: the pack of the environment variable "
                + $"{UsualPack.EnvironmentVariable}, or models/starter here or in a folder above.",
        };
        var (packs, threads) = (PacksOption.Create(), ScoreCommand.CreateThreads());
        var strict = new Option<bool>("--strict") { Description = "End with 1 when a goal is missed or could not be measured." };
        var command = new Command("starter", "Draws the simulator's scenes, right and with every fault, from committed seeds, scores them, and prints the tables of the starter pack's cards.")
        {
            outputs, images, pack, packs, threads, strict,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // System.CommandLine heeds Ctrl-C only after the action has first returned to it, and loading a pack does not.
            await Task.Yield();
            string[] paths = parsed.GetValue(outputs) ?? [];
            OutputFiles.Check(paths);
            using var engine = new ScoreRunner(error, TimeProvider.System).Open(new ScorePack(parsed.GetValue(pack) ?? UsualPack.Require(), parsed.GetValue(packs)));
            var runner = new EvaluationRunner(error, TimeProvider.System);
            var sizes = new EvaluationSizes(parsed.GetValue(images));
            var evaluation = await StoppedException.WithNothingWrittenAsync(() => runner.RunAsync(engine, sizes, parsed.GetValue(threads), cancellationToken), cancellationToken);
            await WriteAsync(evaluation, paths, output, cancellationToken);
            return parsed.GetValue(strict) && evaluation.Goals.Any(goal => goal.Met != true) ? HasMissedGoals : 0;
        });
        return command;
    }

    private static async Task WriteAsync(Evaluation evaluation, string[] paths, TextWriter output, CancellationToken cancellationToken)
    {
        var markdown = EvaluationMarkdown.Write(evaluation);
        await OutputFiles.WriteAsync(
            [.. paths.Select(path => (path, Writer(IsJson(path) ? Json.Format(EvaluationJson.Of(evaluation)) : markdown)))], cancellationToken);
        await output.WriteAsync(markdown);
        if (paths.Length > 0)
        {
            await output.WriteLineAsync($"\nWritten: {string.Join(", ", paths)}");
        }
    }

    private static bool IsJson(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    private static Func<Stream, CancellationToken, Task> Writer(string text) => async (stream, cancellationToken) =>
    {
        await using var writer = new StreamWriter(stream, leaveOpen: true);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    };

    private static Option<int> CreateImages()
    {
        var images = new Option<int>("--images")
        {
            Description = $"Scenes to draw, {EvaluationSizes.Least} or more; faulty and degraded images are in proportion. The cards' figures are of {EvaluationSizes.Default}, the default.",
            DefaultValueFactory = _ => EvaluationSizes.Default,
        };
        images.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < EvaluationSizes.Least or > EvaluationSizes.Most)
            {
                result.AddError($"--images lies between {EvaluationSizes.Least} and {EvaluationSizes.Most}.");
            }
        });
        return images;
    }

    private static Option<string[]> CreateOut()
    {
        var outputs = new Option<string[]>("--out", "-o")
        {
            Description = "File to write, by its ending; may be given several times: .md, as the cards have it, or .json, for programs.",
            DefaultValueFactory = _ => [],
        };
        outputs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>()!.FirstOrDefault(path => !Endings.Contains(Path.GetExtension(path).ToLowerInvariant())) is { } odd)
            {
                result.AddError($"The output '{odd}' ends in none of {string.Join(", ", Endings)}.");
            }
        });
        return outputs;
    }
}
