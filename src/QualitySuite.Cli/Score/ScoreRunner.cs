using System.Globalization;
using System.Reflection;
using QualitySuite.Cli.Models;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>Scores a folder with progress on the error stream, and tells there what went wrong.</summary>
internal sealed class ScoreRunner(TextWriter error, TimeProvider time)
{
    private const int MostNamed = 20;

    /// <summary>Loads the packs to score with, and tells of each that is refused, wholly or in part, whether or not another gives its metrics.</summary>
    /// <exception cref="ToolException">There is none, or it cannot be read.</exception>
    public ScoringEngine Open(ScorePack pack)
    {
        var engine = pack.Open();
        foreach (var part in pack.Refused(engine))
        {
            var absent = string.Concat(engine.AbsentMetrics.Where(a => (a.Pack, a.Part) == (part.Pack, part.Name)).Select(a => $"{a.Metric} is absent; "));
            var what = part.IsWholePack() ? $"the pack in the folder '{part.Pack}'" : $"the part '{part.Name}' of the pack {part.Pack}";
            error.WriteLine($"quality: warning: {absent}{what} cannot be used: {part.Problem}");
        }

        return engine;
    }

    public async Task<ScoreSet> RunAsync(
        string folder, IReadOnlyList<ImageFile> files, ScoringEngine engine, int threads, bool keepEmbeddings, CancellationToken cancellationToken)
    {
        var (scorers, packs) = (ScoreSet.Order(engine.Scorers), string.Join(", ", engine.Packs.Select(p => $"{p.Name} {p.Version}")));
        error.WriteLine($"{folder}: {files.Count} images, {scorers.Count} metrics, {(engine.Packs.Count == 1 ? "pack" : "packs")} {packs}, {threads} {(threads == 1 ? "thread" : "threads")}");
        var (started, begun) = (time.GetUtcNow(), time.GetTimestamp());
        var scorer = new FolderScorer(engine, files, new FolderScorerOptions(scorers, threads, keepEmbeddings));
        var images = await new ProgressDisplay(error, time).RunAsync(folder, files.Count, finished => scorer.RunAsync(finished, cancellationToken));
        var seconds = time.GetElapsedTime(begun).TotalSeconds;
        var set = new ScoreSet
        {
            Source = folder,
            Scorers = scorers,
            Encoders = engine.Encoders,
            AbsentMetrics = engine.AbsentMetrics,
            Images = images,
            Run = new ScoreRun(packs, Version, started, seconds, threads),
        };
        Tell(set);
        return set;
    }

    /// <summary>With the first digits of the commit.</summary>
    private static string Version =>
        typeof(ScoreRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } version
            ? version[..Math.Min(version.Length, version.IndexOf('+', StringComparison.Ordinal) is >= 0 and var plus ? plus + 8 : version.Length)]
            : "unknown";

    private void Tell(ScoreSet set)
    {
        var run = set.Run!;
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{set.Source}: {set.Images.Count} images in {run.Seconds:0.0} s, {set.Images.Count / Math.Max(run.Seconds, 0.001):0.0} images/s"));
        List<ScoredImage> failed = [.. set.Images.Where(image => image.Failure is not null)];
        if (failed.Count > 0)
        {
            error.WriteLine($"quality: warning: {failed.Count} of {set.Images.Count} images could not be scored:");
            failed.Take(MostNamed).ToList().ForEach(image => error.WriteLine($"  {image.File}: {image.Failure!.Reason}: {image.Failure.Detail}"));
            if (failed.Count > MostNamed)
            {
                error.WriteLine($"  and {failed.Count - MostNamed} more; the outputs name them all");
            }
        }

        var prompts = set.Images.Count(image => image.Prompt is not null);
        if (prompts < set.Images.Count)
        {
            error.WriteLine($"{set.Source}: {(prompts == 0 ? "no image has" : $"{set.Images.Count - prompts} images have no")} prompt; what compares the two is absent there");
        }

        var incomplete = set.Images.Count(image => image.Facts.Any(fact => fact.Kind == "model_failed"));
        if (incomplete > 0)
        {
            error.WriteLine($"quality: warning: a model failed on {incomplete} images, which lack its metrics; the fact model_failed says which");
        }

        var truncated = set.Images.Count(image => image.Facts.Any(fact => fact.Kind == "prompt_truncated"));
        if (truncated > 0)
        {
            error.WriteLine($"{set.Source}: {truncated} prompts are longer than the encoder reads; the fact prompt_truncated marks them");
        }
    }
}
