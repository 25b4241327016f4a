using System.CommandLine;
using QualitySuite.Cli.Score.Inputs;

namespace QualitySuite.Cli.Score;

/// <summary><c>quality score</c>: scores a folder of images without any service.</summary>
internal static class ScoreCommand
{
    private const int HasFailures = 1;

    private const string Help = """
        Scores the images of a folder with a model pack, without any service.

        An image that cannot be read is named with the reason, counted, and has the columns error and error_detail in the outputs. Outputs, by their
        ending:
          .csv      a row an image, a column a metric; who computed a column is in the file of --scorers
          .parquet  the same columns typed; the key 'qualitysuite' of the file's metadata says who computed them, as --scorers does
          .jsonl    an object an image; each score has the identity of its scorer
          .html     a report in one file: distributions, worst and best images
        They are written when all images are done, each whole or not at all.
        """;

    private static readonly string[] Endings = [".csv", ".parquet", ".jsonl", ".html"];

    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with PNG, JPEG or WebP images." };
        var prompts = new Option<string?>("--prompts")
        {
            Description = "What the images were asked for: CSV with the header file,prompt (RFC 4180, UTF-8), or .jsonl with the fields file and prompt. Paths are within the folder.",
        };
        var outputs = new Option<string[]>("--out", "-o") { Description = "File to write: .csv, .parquet, .jsonl or .html. May be given several times.", DefaultValueFactory = _ => [] };
        outputs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>()!.FirstOrDefault(path => !Endings.Contains(Path.GetExtension(path).ToLowerInvariant())) is { } odd)
            {
                result.AddError($"The output '{odd}' ends in none of {string.Join(", ", Endings)}.");
            }
        });
        var scorers = new Option<string?>("--scorers") { Description = "JSON file to write: which scorer computed each metric, with its identity, and how it was run." };
        var pack = ScorePack.CreateOption();
        var threads = CreateThreads();
        var recursive = CreateRecursive();
        var embeddings = new Option<bool>("--embeddings") { Description = "Write the embeddings too (.parquet, .jsonl), for quality compare." };
        var strict = new Option<bool>("--strict") { Description = "End with 1 when an image could not be scored." };
        var command = new Command("score", Help) { folder, prompts, outputs, scorers, pack, threads, recursive, embeddings, strict };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // System.CommandLine heeds Ctrl-C only after the action has first returned to it, and loading a pack does not.
            await Task.Yield();
            var job = new FolderJob(parsed.GetRequiredValue(folder), parsed.GetValue(prompts), parsed.GetValue(recursive));
            var writing = new ScoreWriting(parsed.GetValue(outputs) ?? [], parsed.GetValue(scorers));
            writing.Check();
            var files = job.Find();
            using var engine = ScorePack.Open(parsed.GetValue(pack));
            var set = await new ScoreRunner(error, TimeProvider.System).RunAsync(job.Folder, files, engine, parsed.GetValue(threads), parsed.GetValue(embeddings), cancellationToken);
            await writing.WriteAsync(set, job.Folder, parsed.GetValue(threads), cancellationToken);
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
            Description = "Threads that decode and measure, and as many that run models. Default: the processors of this machine.",
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
}
