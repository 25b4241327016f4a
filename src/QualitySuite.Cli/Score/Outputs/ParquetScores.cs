using System.Runtime.InteropServices;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using QualitySuite.Contracts;

namespace QualitySuite.Cli.Score.Outputs;

/// <summary>
/// Scores as a Parquet file: the columns of the CSV, metrics as doubles, null where there is no value; with embeddings a column
/// <c>embedding_[first 12 digits of the encoder]</c> of little-endian float32. The file's metadata has <see cref="RunDescription"/> as JSON.
/// </summary>
internal static class ParquetScores
{
    /// <summary>With an embedding of 768 numbers a group is some 30 MB.</summary>
    private const int RowsPerGroup = 10_000;

    public static async Task WriteAsync(ScoreSet set, Stream stream, CancellationToken cancellationToken)
    {
        List<Column> columns = [.. ColumnsOf(set)];
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(c => c.Field)), stream, options, cancellationToken: cancellationToken);
        writer.CustomMetadata = new Dictionary<string, string>
        {
            [RunDescription.Key] = JsonSerializer.Serialize(RunDescription.Of(set), QualityJson.Options),
        };
        foreach (var rows in set.Images.Chunk(RowsPerGroup))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
            {
                await column.Write(group, column.Field, rows);
            }

            group.CompleteValidate();
        }
    }

    private static IEnumerable<Column> ColumnsOf(ScoreSet set)
    {
        yield return Text("file", image => image.File, isNullable: false);
        yield return Text("prompt", image => image.Prompt);
        yield return Number("width", image => image.Width);
        yield return Number("height", image => image.Height);
        yield return Text("error", image => image.Failure?.Reason);
        yield return Text("error_detail", image => image.Failure?.Detail);
        yield return Text("facts", image => image.Facts.Count > 0 ? JsonSerializer.Serialize(image.Facts, QualityJson.Options) : null);
        for (var i = 0; i < set.Scorers.Count; i++)
        {
            var scorer = i;
            yield return Number<double>(
                set.ColumnOf(i), image => image.Failure is null && !double.IsNaN(image.Values[scorer]) ? image.Values[scorer] : null);
        }

        foreach (var encoder in set.Encoders.Where(e => set.Images.Any(i => i.Embeddings.Any(v => v.Encoder == e.Identity))))
        {
            yield return new Column(
                new DataField(EmbeddingColumn(encoder.Identity), typeof(byte[]), isNullable: true),
                (group, field, rows) => group.WriteAsync(field, [.. rows.Select(image => Bytes(image, encoder.Identity)!)]));
        }
    }

    public static string EmbeddingColumn(string encoder) => $"embedding_{encoder[..12]}";

    private static byte[]? Bytes(ScoredImage image, string encoder) =>
        image.Embeddings.FirstOrDefault(e => e.Encoder == encoder) is { } found ? MemoryMarshal.AsBytes(found.Values.Span).ToArray() : null;

    private static Column Text(string name, Func<ScoredImage, string?> value, bool isNullable = true) => new(
        new DataField(name, typeof(string), isNullable), (group, field, rows) => group.WriteAsync(field, [.. rows.Select(row => value(row)!)]));

    private static Column Number(string name, Func<ScoredImage, int?> value) => Number<int>(name, value);

    private static Column Number<T>(string name, Func<ScoredImage, T?> value)
        where T : struct => new(
        new DataField(name, typeof(T), isNullable: true), (group, field, rows) => group.WriteAsync<T>(field, rows.Select(value).ToArray().AsMemory()));

    private sealed record Column(DataField Field, Func<ParquetRowGroupWriter, DataField, ScoredImage[], Task> Write);
}
