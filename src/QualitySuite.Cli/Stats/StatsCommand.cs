using System.CommandLine;
using System.Text.Json;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Stats;

/// <summary><c>quality stats</c>: the statistics behind every number that is shown, JSON in, JSON out.</summary>
internal static class StatsCommand
{
    private static readonly (string Name, string Description, Func<JsonElement, object> Run)[] Functions =
    [
        ("mmd", "CMMD, 1000 times the squared maximum mean discrepancy with a Gaussian kernel. {first: [[...]], second: [[...]], sigma?: 10} -> {value}. "
            + "Gretton et al., JMLR 13 (2012); Jayasumana et al., CVPR 2024.",
            json => new { value = MaximumMeanDiscrepancy.CmmdScale * MaximumMeanDiscrepancy.Squared(Matrix(json, "first"), Matrix(json, "second"), Number(json, "sigma", MaximumMeanDiscrepancy.CmmdSigma)) }),
        ("frechet", "Squared Fréchet distance of the Gaussians fitted to two sets. {first: [[...]], second: [[...]]} -> {value}. "
            + "Dowson and Landau, J. Multivariate Analysis 12 (1982).",
            json => new { value = FrechetDistance.Between(Matrix(json, "first"), Matrix(json, "second")) }),
        ("vendi", "Vendi score, the effective number of different items, by cosine. {embeddings: [[...]]} or {similarities: [[...]]} -> {value}. "
            + "Friedman and Dieng, TMLR 2023.",
            json => new { value = json.TryGetProperty("similarities", out _) ? VendiScore.OfSimilarities(Square(json)) : VendiScore.OfEmbeddings(Matrix(json, "embeddings")) }),
        ("mean-interval", "Confidence interval of a mean by Student's t. {n, mean, stddev, confidence?: 0.95} -> {interval: [low, high] or null}. "
            + "Student, Biometrika 6 (1908).",
            json => Describe(MeanInterval.Student(Count(json, "n"), Number(json, "mean"), Number(json, "stddev"), Number(json, "confidence", 0.95)))),
        ("proportion-interval", "Confidence interval of a proportion by Wilson's score. {successes, trials, confidence?: 0.95} -> {interval: [low, high] or null}. "
            + "Wilson, JASA 22 (1927).",
            json => Describe(ProportionInterval.Wilson(Count(json, "successes"), Count(json, "trials"), Number(json, "confidence", 0.95)))),
    ];

    public static Command Create(TextReader input, TextWriter output)
    {
        var command = new Command("stats", "The statistics behind the numbers that are shown: JSON from standard input, JSON to standard output.");
        foreach (var (name, description, run) in Functions)
        {
            var function = new Command(name, description);
            function.SetAction(async (_, cancellationToken) => Json.Write(output, Run(name, run, await input.ReadToEndAsync(cancellationToken))));
            command.Add(function);
        }

        return command;
    }

    private static object Run(string name, Func<JsonElement, object> run, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? run(json.RootElement) : throw new ToolException($"stats {name} takes a JSON object.");
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

    private static object Describe(Interval? interval) => new { interval = interval is { } found ? new[] { found.Low, found.High } : null };

    private static JsonElement Field(JsonElement json, string name, JsonValueKind kind) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw new ToolException($"The field '{name}' is missing or no {kind}.");

    private static double Number(JsonElement json, string name) => Field(json, name, JsonValueKind.Number).GetDouble();

    private static double Number(JsonElement json, string name, double fallback) => json.TryGetProperty(name, out _) ? Number(json, name) : fallback;

    private static long Count(JsonElement json, string name) => Field(json, name, JsonValueKind.Number).TryGetInt64(out var count)
        ? count
        : throw new ToolException($"The field '{name}' is no whole number.");

    private static EmbeddingMatrix Matrix(JsonElement json, string name)
    {
        var rows = Rows(json, name);
        return new EmbeddingMatrix([.. rows.SelectMany(row => row).Select(value => (float)value)], rows.Length, rows[0].Length);
    }

    private static double[,] Square(JsonElement json)
    {
        var rows = Rows(json, "similarities");
        var matrix = new double[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows[0].Length; j++)
            {
                matrix[i, j] = rows[i][j];
            }
        }

        return matrix;
    }

    private static double[][] Rows(JsonElement json, string name)
    {
        double[][] rows =
        [
            .. Field(json, name, JsonValueKind.Array).EnumerateArray().Select((row, i) => row.ValueKind == JsonValueKind.Array
                ? row.EnumerateArray().Select((value, j) => value.ValueKind == JsonValueKind.Number
                    ? value.GetDouble()
                    : throw new ToolException($"'{name}[{i}][{j}]' is no number but {value.ValueKind}.")).ToArray()
                : throw new ToolException($"'{name}[{i}]' is no row of numbers but {row.ValueKind}.")),
        ];
        if (rows.Length == 0 || rows[0].Length == 0)
        {
            throw new ToolException($"The field '{name}' has no numbers.");
        }

        var odd = Array.FindIndex(rows, row => row.Length != rows[0].Length);
        return odd < 0 ? rows : throw new ToolException($"'{name}[{odd}]' has {rows[odd].Length} numbers, '{name}[0]' has {rows[0].Length}.");
    }
}
