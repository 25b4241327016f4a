using System.CommandLine;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Cli.Score.Outputs;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Compare;

/// <summary><c>quality compare</c>: whether the images of B are better than those of A.</summary>
internal static class CompareCommand
{
    private const string Help = """
        Compares two folders of images, or files that quality score wrote (.parquet, .jsonl), metric by metric: B minus A.

        Images are paired by file name where at least half of the smaller side can be: both sides have the name, and where both know the prompt it is
        the same. Then a paired t test is made on the differences, else Welch's t test on the two sides as wholes. Intervals are of 95 %; p values are
        adjusted by Holm over the metrics tested. Scores of two different scorers are never compared.
        """;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var (a, b) = (new Argument<string>("A") { Description = "Folder, or file of scores: what B is compared with." }, new Argument<string>("B") { Description = "Folder, or file of scores." });
        var prompts = new Option<string?>("--prompts") { Description = "What the images of both folders were asked for: CSV with the header file,prompt, or .jsonl." };
        var promptsA = new Option<string?>("--prompts-a") { Description = "The same, for A alone." };
        var promptsB = new Option<string?>("--prompts-b") { Description = "The same, for B alone." };
        var pairing = new Option<PairingMode>("--pairing") { Description = "auto, paired or unpaired.", DefaultValueFactory = _ => PairingMode.Auto };
        var outputs = CreateOut();
        var (pack, threads, recursive) = (ScorePack.CreateOption(), ScoreCommand.CreateThreads(), ScoreCommand.CreateRecursive());
        var command = new Command("compare", Help) { a, b, prompts, promptsA, promptsB, pairing, outputs, pack, threads, recursive };
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
            var first = new ScoreSource(parsed.GetRequiredValue(a), shared ?? parsed.GetValue(promptsA), parsed.GetValue(recursive));
            var second = new ScoreSource(parsed.GetRequiredValue(b), shared ?? parsed.GetValue(promptsB), parsed.GetValue(recursive));
            var paths = parsed.GetValue(outputs) ?? [];
            OutputFiles.Check(paths);
            var runner = new ScoreRunner(error, TimeProvider.System);
            var (setA, setB) = await LoadAsync(first, second, shared is not null, parsed.GetValue(pack), runner, parsed.GetValue(threads), cancellationToken);
            var comparison = Comparison.Of(setA, setB, parsed.GetValue(pairing));
            var pairs = paths.All(IsJson) ? null : await ChangedPairs.CreateAsync(comparison, parsed.GetValue(threads), cancellationToken);
            await OutputFiles.WriteAsync([.. paths.Select(path => (path, Writer(comparison, pairs, path)))], cancellationToken);
            ComparisonText.Write(output, comparison);
        });
        return command;
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

    private static async Task<(ScoreSet A, ScoreSet B)> LoadAsync(
        ScoreSource first, ScoreSource second, bool sharesPrompts, string? pack, ScoreRunner runner, int threads, CancellationToken cancellationToken)
    {
        var (filesA, filesB) = (first.Find(), second.Find());
        filesA = WithPrompts(first, filesA, sharesPrompts ? filesB : []);
        filesB = WithPrompts(second, filesB, sharesPrompts ? filesA : []);

        // Loading a pack takes seconds; two files of scores need none.
        using var engine = first.IsFolder || second.IsFolder ? ScorePack.Open(pack) : null;
        return (await LoadAsync(first, filesA, engine), await LoadAsync(second, filesB, engine));

        Task<ScoreSet> LoadAsync(ScoreSource source, List<ImageFile> files, ScoringEngine? with) => source.LoadAsync(
            files, found => runner.RunAsync(source.Path, found, with!, threads, keepEmbeddings: true, cancellationToken), cancellationToken);
    }

    private static List<ImageFile> WithPrompts(ScoreSource source, List<ImageFile> files, List<ImageFile> sharing) => source.Prompts is null
        ? files
        : PromptFile.Apply(source.Prompts, files, files.Concat(sharing).Select(file => file.Name).ToHashSet(StringComparer.Ordinal), source.Recursive);

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static Func<Stream, CancellationToken, Task> Writer(Comparison comparison, ChangedPairs? pairs, string path) => IsJson(path)
        ? (stream, token) => ComparisonJson.WriteAsync(comparison, stream, token)
        : (stream, token) => ComparisonReport.WriteAsync(comparison, pairs, stream, token);
}
