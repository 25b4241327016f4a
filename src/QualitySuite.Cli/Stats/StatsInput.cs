using System.Text.Json;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Stats;

/// <summary>Reads the fields of a statistic's input; what is missing or of the wrong kind is named.</summary>
internal static class StatsInput
{
    private static JsonElement Field(JsonElement json, string name, JsonValueKind kind) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw new ToolException($"The field '{name}' is missing or no {kind}.");

    public static double Number(JsonElement json, string name) => Finite(Field(json, name, JsonValueKind.Number), name);

    public static double Number(JsonElement json, string name, double fallback) => json.TryGetProperty(name, out _) ? Number(json, name) : fallback;

    private static double Finite(JsonElement value, string name) =>
        value.GetDouble() is var number && double.IsFinite(number) ? number : throw new ToolException($"'{name}' is larger than any number that can be computed with.");

    public static long Count(JsonElement json, string name) => Field(json, name, JsonValueKind.Number).TryGetInt64(out var count)
        ? count
        : throw new ToolException($"The field '{name}' is no whole number.");

    public static EmbeddingMatrix Matrix(JsonElement json, string name)
    {
        var rows = Rows(json, name);
        return new EmbeddingMatrix([.. rows.SelectMany(row => row).Select(value => (float)value)], rows.Length, rows[0].Length);
    }

    public static double[,] Square(JsonElement json)
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

    public static double[] Values(JsonElement json, string name) =>
    [
        .. Field(json, name, JsonValueKind.Array).EnumerateArray().Select((value, i) => value.ValueKind == JsonValueKind.Number
            ? Finite(value, $"{name}[{i}]")
            : throw new ToolException($"'{name}[{i}]' is no number but {value.ValueKind}.")),
    ];

    private static double[][] Rows(JsonElement json, string name)
    {
        double[][] rows =
        [
            .. Field(json, name, JsonValueKind.Array).EnumerateArray().Select((row, i) => row.ValueKind == JsonValueKind.Array
                ? row.EnumerateArray().Select((value, j) => value.ValueKind == JsonValueKind.Number
                    ? Finite(value, $"{name}[{i}][{j}]")
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
