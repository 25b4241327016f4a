using System.Globalization;
using QualitySuite.Cli.Score;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Evaluate;

/// <summary>Makes the images, scores them with progress on the error stream, and evaluates the scores.</summary>
internal sealed class EvaluationRunner(TextWriter error, TimeProvider time)
{
    /// <summary>So few that Ctrl-C between them is heeded soon.</summary>
    private const int PromptsAtOnce = 64;

    /// <exception cref="ToolException">The pack gives nothing that can be evaluated, or a model fails.</exception>
    public async Task<Evaluation> RunAsync(ScoringEngine engine, EvaluationSizes sizes, int threads, CancellationToken cancellationToken)
    {
        var pack = new EvaluatedPack(engine);
        foreach (var absent in pack.Absent)
        {
            await error.WriteLineAsync($"quality: absent and not evaluated: {absent}");
        }

        var images = new EvaluationImages(pack, sizes);
        var all = images.All;
        await error.WriteLineAsync($"{pack.Name}: {all.Count} images to draw and score, {threads} {(threads == 1 ? "thread" : "threads")}");
        var begun = time.GetTimestamp();
        var alignment = pack.Alignment is { } scorer ? new AlignmentEvaluation(scorer, images, Embed(engine, scorer, images, cancellationToken)) : null;
        await new ProgressDisplay(error, time).RunAsync(pack.Name, all.Count, async finished =>
        {
            await ImageScoring.RunAsync(engine, all, threads, finished, cancellationToken);
            return all;
        });
        var seconds = time.GetElapsedTime(begun).TotalSeconds;
        await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{pack.Name}: {all.Count} images in {seconds:0.0} s, {all.Count / seconds:0.0} images/s"));
        return new Evaluation
        {
            Pack = pack.Name,
            Sizes = sizes,
            Scorers = pack.Artifacts.Select(metric => metric.Scorer).Concat(pack.Alignment is null ? [] : [pack.Alignment])
                .ToDictionary(scorer => scorer.Metric, scorer => scorer.Identity, StringComparer.Ordinal),
            Absent = pack.Absent,
            Alignment = alignment?.Evaluate(sizes),
            Words = WordEvaluation.Of(images),
            Artifacts = [.. pack.Artifacts.Select(metric => ArtifactRow.Of(metric, images))],
        };
    }

    private static List<Embedding> Embed(ScoringEngine engine, ScorerIdentity scorer, EvaluationImages images, CancellationToken cancellationToken)
    {
        var embeddings = new List<Embedding>();
        try
        {
            foreach (var prompts in images.Right.Select(image => image.Prompt).Chunk(PromptsAtOnce))
            {
                cancellationToken.ThrowIfCancellationRequested();
                embeddings.AddRange(engine.EmbedPrompts(scorer, prompts));
            }

            return embeddings;
        }
        catch (ScoringException exception)
        {
            throw new ToolException($"The text model of {scorer.Metric} failed on the prompts: {exception.Message}");
        }
    }
}
