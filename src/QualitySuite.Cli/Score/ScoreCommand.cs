using System.CommandLine;
using QualitySuite.Cli.Models;
using QualitySuite.Cli.Score.Inputs;

namespace QualitySuite.Cli.Score;

/// <summary><c>quality score</c>: scores a folder of images without any service.</summary>
internal static class ScoreCommand
{
    private const int HasFailures = 1;

    private const string OutHelp = """
        File to write, by its ending; may be given several times. All are written when the images are done, each whole or not at all.
          .csv      a row an image, a column a metric, error and error_detail for what could not be scored; --scorers says who computed a column
          .parquet  the same columns typed; the key qualitysuite of the file's metadata holds what --scorers writes
          .jsonl    an object an image; each score has the identity of its scorer
          .html     a report in one file: distributions, worst and best images
        """;

    private static readonly string[] Endings = [".csv", ".parquet", ".jsonl", ".html"];

    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with PNG, JPEG or WebP images." };
        var prompts = new Option<string?>("--prompts")
        {
            Description = "What the images were asked for: CSV with the header file,prompt (RFC 4180, UTF-8), or .jsonl with the fields file and prompt. Paths are within the folder.",
        };
        var outputs = CreateOut();
        var scorers = new Option<string?>("--scorers") { Description = "JSON file to write: which scorer computed each metric, with its identity, and how it was run." };
        var (pack, packs) = (ScorePack.CreateOption(), PacksOption.Create());
        var threads = CreateThreads();
        var recursive = CreateRecursive();
        var embeddings = new Option<bool>("--embeddings") { Description = "Write the embeddings too, for quality compare: little-endian float32 in .parquet, numbers in .jsonl." };
        var strict = new Option<bool>("--strict") { Description = "End with 1 when an image could not be scored." };
        var command = new Command("score", "Scores the images of a folder with a model pack, without any service. What cannot be scored is named with its reason.")
        {
            folder, prompts, outputs, scorers, pack, packs, threads, recursive, embeddings, strict,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // System.CommandLine heeds Ctrl-C only after the action has first returned to it, and loading a pack does not.
            await Task.Yield();
            var job = new FolderJob(parsed.GetRequiredValue(folder), parsed.GetValue(prompts), parsed.GetValue(recursive));
            var writing = new ScoreWriting(parsed.GetValue(outputs) ?? [], parsed.GetValue(scorers));
            var settings = new ScoreSettings(new ScorePack(parsed.GetValue(pack), parsed.GetValue(packs)), parsed.GetValue(threads), parsed.GetValue(embeddings));
            var runner = new ScoreRunner(error, TimeProvider.System);
            var set = await StoppedException.WithNothingWrittenAsync(() => RunAsync(job, writing, settings, runner, cancellationToken), cancellationToken);
            SummaryTable.Write(output, MetricSummary.Of(set));
            writing.Tell(output);
            return parsed.GetValue(strict) && set.Images.Any(image => image.Failure is not null) ? HasFailures : 0;
        });
        return command;
    }

    public static Option<int> CreateThreads()
    {
        var threads = new Option<int>("--threads")
        {
            Description = "Threads that decode, measure and run models, whichever is next. Default: the processors of this machine.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256)
            {
                result.AddError("--threads lies between 1 and 256.");
            }
        });
        return threads;
    }

    public static Option<bool> CreateRecursive() => new("--recursive", "-r") { Description = "Search subfolders too." };

    /// <summary>What can be wrong is found before the pack is loaded, which takes seconds.</summary>
    private static async Task<ScoreSet> RunAsync(FolderJob job, ScoreWriting writing, ScoreSettings settings, ScoreRunner runner, CancellationToken cancellationToken)
    {
        writing.Check();
        var files = job.Find();
        using var engine = runner.Open(settings.Pack);
        var set = await runner.RunAsync(job.Folder, files, engine, settings.Threads, settings.KeepEmbeddings, cancellationToken);
        await writing.WriteAsync(set, job.Folder, settings.Threads, cancellationToken);
        return set;
    }

    private static Option<string[]> CreateOut()
    {
        var outputs = new Option<string[]>("--out", "-o") { Description = OutHelp, DefaultValueFactory = _ => [] };
        outputs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>()!.FirstOrDefault(path => !Endings.Contains(Path.GetExtension(path).ToLowerInvariant())) is { } odd)
            {
                result.AddError($"The output '{odd}' ends in none of {string.Join(", ", Endings)}.");
            }
        });
        return outputs;
    }

    private sealed record ScoreSettings(ScorePack Pack, int Threads, bool KeepEmbeddings);
}
