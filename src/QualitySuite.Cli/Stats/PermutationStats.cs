using System.Text.Json;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Stats;

/// <summary>The permutation tests of sets, as the suite runs them for a day's images unless the input says otherwise.</summary>
internal static class PermutationStats
{
    public const string Input = "{set: [[...]], reference: [[...]], permutations?, seed?: 1, confidence?: 0.95} -> {value, noChange: [low, high]}";

    public delegate TestedStatistic Test(EmbeddingMatrix set, EmbeddingMatrix reference, int permutations, int seed, double confidence, CancellationToken cancellationToken);

    public static object Run(JsonElement json, Test test, int permutations, CancellationToken cancellationToken)
    {
        var found = test(
            StatsInput.Matrix(json, "set"), StatsInput.Matrix(json, "reference"), Whole(json, "permutations", permutations), Whole(json, "seed", 1),
            StatsInput.Number(json, "confidence", 0.95), cancellationToken);
        return new { value = found.Value, noChange = new[] { found.NoChange.Low, found.NoChange.High } };
    }

    private static int Whole(JsonElement json, string name, int fallback)
    {
        var count = json.TryGetProperty(name, out _) ? StatsInput.Count(json, name) : fallback;
        return count is >= 0 and <= 1_000_000 ? (int)count : throw new ToolException($"The field '{name}' is a whole number from 0 to 1000000; this is {count}.");
    }
}
