using System.Globalization;
using System.Text;

namespace QualitySuite.Cli.Score.Outputs;

/// <summary>
/// Scores as comma-separated values (RFC 4180, UTF-8): a row an image, a column a metric; an empty field is no value. Who computed a column is in the
/// file of <c>--scorers</c>.
/// </summary>
internal static class CsvScores
{
    public static readonly string[] Columns = ["file", "prompt", "width", "height", "error", "error_detail", "facts"];

    public static async Task WriteAsync(ScoreSet set, Stream stream, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(string.Join(',', [.. Columns, .. set.Scorers.Select((_, i) => set.ColumnOf(i))]).AsMemory(), cancellationToken);
        foreach (var image in set.Images)
        {
            string?[] fields =
            [
                image.File, image.Prompt, Number(image.Width), Number(image.Height), image.Failure?.Reason, image.Failure?.Detail, ImageFacts.Brief(image),
                .. set.Scorers.Select((_, i) => image.Failure is null && !double.IsNaN(image.Values[i]) ? image.Values[i].ToString("R", CultureInfo.InvariantCulture) : null),
            ];
            await text.WriteLineAsync(string.Join(',', fields.Select(Quote)).AsMemory(), cancellationToken);
        }
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string? field) => field is null
        ? ""
        : field.AsSpan().ContainsAny("\",\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
