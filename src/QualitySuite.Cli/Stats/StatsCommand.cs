using System.CommandLine;
using System.Text.Json;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Stats;

/// <summary><c>quality stats</c>: the statistics behind every number that is shown, JSON in, JSON out.</summary>
internal static class StatsCommand
{
    private static readonly (string Name, string Description, Func<JsonElement, CancellationToken, object> Run)[] Functions =
    [
        ("mmd", "CMMD, 1000 times the squared maximum mean discrepancy with a Gaussian kernel. {first: [[...]], second: [[...]], sigma?: 10} -> {value}. "
            + "Gretton et al., JMLR 13 (2012); Jayasumana et al., CVPR 2024.",
            (json, _) => new { value = MaximumMeanDiscrepancy.CmmdScale * MaximumMeanDiscrepancy.Squared(StatsInput.Matrix(json, "first"), StatsInput.Matrix(json, "second"), StatsInput.Number(json, "sigma", MaximumMeanDiscrepancy.CmmdSigma)) }),
        ("frechet", "Squared Fréchet distance of the Gaussians fitted to two sets. {first: [[...]], second: [[...]]} -> {value}. "
            + "Dowson and Landau, J. Multivariate Analysis 12 (1982).",
            (json, _) => new { value = FrechetDistance.Between(StatsInput.Matrix(json, "first"), StatsInput.Matrix(json, "second")) }),
        ("vendi", "Vendi score, the effective number of different items, by cosine. {embeddings: [[...]]} or {similarities: [[...]]} -> {value}. "
            + "Friedman and Dieng, TMLR 2023.",
            (json, _) => new { value = json.TryGetProperty("similarities", out JsonElement _) ? VendiScore.OfSimilarities(StatsInput.Square(json)) : VendiScore.OfEmbeddings(StatsInput.Matrix(json, "embeddings")) }),
        ("mmd-test", $"CMMD of a set, and where it lies if nothing has changed, by {PermutationTest.CmmdDrawings} permutations. {PermutationStats.Input}. Good, 3rd ed. (2005); "
            + "Phipson and Smyth, SAGMB 9 (2010).",
            (json, cancellationToken) => PermutationStats.Run(json, PermutationTest.Cmmd, PermutationTest.CmmdDrawings, cancellationToken)),
        ("frechet-test", $"The same of the Fréchet distance, by {PermutationTest.FrechetDrawings} permutations; input, output and sources as mmd-test.",
            (json, cancellationToken) => PermutationStats.Run(json, PermutationTest.Frechet, PermutationTest.FrechetDrawings, cancellationToken)),
        ("vendi-test", $"The same of the Vendi score of the set, on both sides, by {PermutationTest.VendiDrawings} permutations; input, output and sources as mmd-test.",
            (json, cancellationToken) => PermutationStats.Run(json, PermutationTest.Vendi, PermutationTest.VendiDrawings, cancellationToken)),
        ("mean-interval", "Confidence interval of a mean by Student's t. {n, mean, stddev, confidence?: 0.95} -> {interval: [low, high] or null}. "
            + "Student, Biometrika 6 (1908).",
            (json, _) => Describe(MeanInterval.Student(StatsInput.Count(json, "n"), StatsInput.Number(json, "mean"), StatsInput.Number(json, "stddev"), StatsInput.Number(json, "confidence", 0.95)))),
        ("proportion-interval", "Confidence interval of a proportion by Wilson's score. {successes, trials, confidence?: 0.95} -> {interval: [low, high] or null}. "
            + "Wilson, JASA 22 (1927).",
            (json, _) => Describe(ProportionInterval.Wilson(StatsInput.Count(json, "successes"), StatsInput.Count(json, "trials"), StatsInput.Number(json, "confidence", 0.95)))),
        ("paired", "Paired t test, candidate minus baseline. {baseline: [...], candidate: [...], confidence?: 0.95} -> {difference, standardError, "
            + "degreesOfFreedom, t, pValue, interval}, null with fewer than two pairs. Student, Biometrika 6 (1908).",
            (json, _) => Describe(MeanComparison.Paired(StatsInput.Values(json, "baseline"), StatsInput.Values(json, "candidate"), StatsInput.Number(json, "confidence", 0.95)))),
        ("welch", "Welch's t test of two independent samples, candidate minus baseline; input and output as paired. Welch, Biometrika 34 (1947).",
            (json, _) => Describe(MeanComparison.Welch(StatsInput.Values(json, "baseline"), StatsInput.Values(json, "candidate"), StatsInput.Number(json, "confidence", 0.95)))),
        ("auc", "Area under the ROC curve with Newcombe's interval. {lower: [...], higher: [...], confidence?: 0.95} -> {area, interval}, null with an empty "
            + "sample. Hanley and McNeil, Radiology 143 (1982); Newcombe, Statistics in Medicine 25 (2006).",
            (json, _) => Describe(RocArea.Of(StatsInput.Values(json, "lower"), StatsInput.Values(json, "higher"), StatsInput.Number(json, "confidence", 0.95)))),
        ("holm", "Holm's adjustment of p values for several tests. {pValues: [...]} -> {adjusted: [...]}. Holm, Scandinavian J. Statistics 6 (1979).",
            (json, _) => new { adjusted = HolmAdjustment.Adjust(StatsInput.Values(json, "pValues")) }),
        ("quantiles", "Quantiles by linear interpolation, definition 7. {values: [...], probabilities: [...]} -> {quantiles: [...]}. "
            + "Hyndman and Fan, American Statistician 50 (1996).",
            (json, _) => new { quantiles = Quantiles(StatsInput.Values(json, "values"), StatsInput.Values(json, "probabilities")) }),
    ];

    public static Command Create(TextReader input, TextWriter output)
    {
        var command = new Command("stats", "The statistics behind the numbers that are shown: JSON from standard input, JSON to standard output.");
        foreach (var (name, description, run) in Functions)
        {
            var function = new Command(name, description);
            function.SetAction(async (_, cancellationToken) =>
            {
                // System.CommandLine heeds Ctrl-C only after the action has first returned to it.
                await Task.Yield();
                await output.WriteLineAsync(Run(name, run, await input.ReadToEndAsync(cancellationToken), cancellationToken));
            });
            command.Add(function);
        }

        return command;
    }

    private static string Run(string name, Func<JsonElement, CancellationToken, object> run, string text, CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Write(name, run(json.RootElement, cancellationToken)) : throw new ToolException($"stats {name} takes a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ToolException($"stats {name} takes JSON on standard input: {exception.Message}");
        }
        catch (ArgumentException exception)
        {
            throw new ToolException($"stats {name}: {exception.Message}");
        }
    }

    private static string Write(string name, object result)
    {
        try
        {
            return Json.Format(result);
        }
        catch (ArgumentException)
        {
            // JSON has no infinity and no NaN.
            throw new ToolException($"stats {name}: the result of these numbers is not finite.");
        }
    }

    private static double[] Quantiles(double[] values, double[] probabilities)
    {
        Array.Sort(values);
        return [.. probabilities.Select(probability => SampleQuantile.OfSorted(values, probability))];
    }

    private static object Describe(Interval? interval) => new { interval = Ends(interval) };

    private static object Describe(RocArea? found) => new { area = found?.Value, interval = Ends(found?.Interval) };

    private static object Describe(MeanDifference? found) => new
    {
        difference = found?.Difference,
        standardError = found?.StandardError,
        degreesOfFreedom = found?.DegreesOfFreedom,
        t = found?.T,
        pValue = found?.PValue,
        interval = Ends(found?.Interval),
    };

    private static double[]? Ends(Interval? interval) => interval is { } found ? [found.Low, found.High] : null;
}
