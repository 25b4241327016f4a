using System.CommandLine;
using QualitySuite.Cli.Models;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Outputs;

namespace QualitySuite.Cli.Compare;

/// <summary><c>quality compare</c>: whether the images of B are better than those of A.</summary>
internal static class CompareCommand
{
    private const string PairingHelp = """
        auto, paired or unpaired. Images are paired by file name, if the prompt is the same where both sides have one; a paired t test is made on the
        differences. Unpaired: Welch's t test on the two sides as wholes. auto: paired where at least half of the smaller side can be.
        """;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var (a, b) = (new Argument<string>("A") { Description = "Folder, or file of scores: what B is compared with." }, new Argument<string>("B") { Description = "Folder, or file of scores." });
        var prompts = new Option<string?>("--prompts") { Description = "What the images of both folders were asked for: CSV with the header file,prompt, or .jsonl." };
        var promptsA = new Option<string?>("--prompts-a") { Description = "The same, for A alone." };
        var promptsB = new Option<string?>("--prompts-b") { Description = "The same, for B alone." };
        var pairing = new Option<PairingMode>("--pairing") { Description = PairingHelp, DefaultValueFactory = _ => PairingMode.Auto };
        var outputs = CreateOut();
        var (pack, packs, threads, recursive) = (ScorePack.CreateOption(), PacksOption.Create(), ScoreCommand.CreateThreads(), ScoreCommand.CreateRecursive());
        var command = new Command(
            "compare", "Compares two folders of images, or files that quality score wrote (.parquet, .jsonl): B minus A by metric, with 95 % intervals, and as sets.")
        {
            a, b, prompts, promptsA, promptsB, pairing, outputs, pack, packs, threads, recursive,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(prompts) is not null && (result.GetValue(promptsA) ?? result.GetValue(promptsB)) is not null)
            {
                result.AddError("--prompts is for both folders; leave it out, or --prompts-a and --prompts-b.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // System.CommandLine heeds Ctrl-C only after the action has first returned to it, and loading a pack does not.
            await Task.Yield();
            var shared = parsed.GetValue(prompts);
            var sides = new Sides(
                new ScoreSource(parsed.GetRequiredValue(a), shared ?? parsed.GetValue(promptsA), parsed.GetValue(recursive)),
                new ScoreSource(parsed.GetRequiredValue(b), shared ?? parsed.GetValue(promptsB), parsed.GetValue(recursive)),
                shared is not null);
            var paths = parsed.GetValue(outputs) ?? [];
            OutputFiles.Check(paths);
            var (chosen, runner) = (new ScorePack(parsed.GetValue(pack), parsed.GetValue(packs)), new ScoreRunner(error, TimeProvider.System));
            var compared = await StoppedException.WithNothingWrittenAsync(
                async () =>
                {
                    var (setA, setB) = await sides.LoadAsync(chosen, runner, parsed.GetValue(threads), cancellationToken);
                    var comparison = Comparison.Of(setA, setB, parsed.GetValue(pairing), cancellationToken);
                    await WriteAsync(comparison, paths, parsed.GetValue(threads), cancellationToken);
                    return comparison;
                },
                cancellationToken);
            ComparisonText.Write(output, compared);
        });
        return command;
    }

    private static async Task WriteAsync(Comparison comparison, string[] paths, int threads, CancellationToken cancellationToken)
    {
        var pairs = paths.All(IsJson) ? null : await ChangedPairs.CreateAsync(comparison, threads, cancellationToken);
        await OutputFiles.WriteAsync([.. paths.Select(path => (path, Writer(comparison, pairs, path)))], cancellationToken);
    }

    private static Option<string[]> CreateOut()
    {
        var outputs = new Option<string[]>("--out", "-o") { Description = "File to write: .json or .html. May be given several times.", DefaultValueFactory = _ => [] };
        outputs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>()!.FirstOrDefault(path => Path.GetExtension(path).ToLowerInvariant() is not (".json" or ".html")) is { } odd)
            {
                result.AddError($"The output '{odd}' ends in none of .json, .html.");
            }
        });
        return outputs;
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static Func<Stream, CancellationToken, Task> Writer(Comparison comparison, ChangedPairs? pairs, string path) => IsJson(path)
        ? (stream, token) => ComparisonJson.WriteAsync(comparison, stream, token)
        : (stream, token) => ComparisonReport.WriteAsync(comparison, pairs, stream, token);
}
