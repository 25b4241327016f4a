using System.Runtime.InteropServices;
using System.Text.Json;
using Parquet;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score.Outputs;

/// <summary>Reads what <see cref="ParquetScores"/> writes.</summary>
internal static class ParquetScoreReader
{
    /// <exception cref="FormatException">The file is no Parquet, or none of this tool's.</exception>
    public static async Task<ScoreSet> ReadAsync(string source, Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
            var description = reader.CustomMetadata.TryGetValue(RunDescription.Key, out var json) && JsonSerializer.Deserialize<RunDescription>(json, QualityJson.Options) is { } found
                ? found
                : throw new FormatException($"it has no key '{RunDescription.Key}' in its metadata, so that nobody knows which scorers computed it.");
            var images = new List<ScoredImage>();
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                using var group = reader.OpenRowGroupReader(i);
                images.AddRange(await new RowGroup(reader, group, cancellationToken).ReadAsync(description));
            }

            return new ScoreSet
            {
                Source = source,
                Scorers = description.Scorers,
                Encoders = description.Encoders,
                AbsentMetrics = description.AbsentMetrics,
                Images = images,
                Run = description.Run,
            };
        }
        catch (Exception exception) when (exception is ParquetException or InvalidDataException or JsonException or IOException or ArgumentException)
        {
            throw new FormatException($"it is no Parquet file of scores: {exception.Message}", exception);
        }
    }

    private sealed class RowGroup(ParquetReader file, ParquetRowGroupReader group, CancellationToken cancellationToken)
    {
        public async Task<ScoredImage[]> ReadAsync(RunDescription description)
        {
            var names = await TextAsync("file");
            var prompts = await TextAsync("prompt");
            var widths = await NumbersAsync<int>("width");
            var heights = await NumbersAsync<int>("height");
            var errors = await TextAsync("error");
            var details = await TextAsync("error_detail");
            var facts = await TextAsync("facts");
            var scores = new List<double?[]>();
            var columns = new ScoreSet { Source = "", Scorers = description.Scorers, Images = [] };
            for (var i = 0; i < description.Scorers.Count; i++)
            {
                scores.Add(await NumbersAsync<double>(columns.ColumnOf(i)));
            }

            var embeddings = new List<(string Encoder, byte[]?[] Values)>();
            foreach (var encoder in description.Encoders.Where(e => file.Schema.DataFields.Any(f => f.Name == ParquetScores.EmbeddingColumn(e.Identity))))
            {
                var values = new byte[]?[group.RowCount];
                await group.ReadAsync(file.Schema.FindDataField(ParquetScores.EmbeddingColumn(encoder.Identity)), values.AsMemory(), cancellationToken: cancellationToken);
                embeddings.Add((encoder.Identity, values));
            }

            return
            [
                .. Enumerable.Range(0, names.Length).Select(row => new ScoredImage(names[row]!, prompts[row])
                {
                    Width = widths[row],
                    Height = heights[row],
                    Failure = errors[row] is { } error ? new ImageFailure(error, details[row] ?? "") : null,
                    Values = errors[row] is null ? [.. scores.Select(column => column[row] ?? double.NaN)] : [],
                    Facts = facts[row] is { } text ? JsonSerializer.Deserialize<ScoringFact[]>(text, QualityJson.Options)! : [],
                    Embeddings = [.. embeddings.Where(e => e.Values[row] is not null).Select(e => new Embedding(e.Encoder, MemoryMarshal.Cast<byte, float>(e.Values[row]).ToArray()))],
                }),
            ];
        }

        private async Task<string?[]> TextAsync(string name)
        {
            var values = new string?[group.RowCount];
            await group.ReadAsync(file.Schema.FindDataField(name), values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }

        private async Task<T?[]> NumbersAsync<T>(string name)
            where T : struct
        {
            var values = new T?[group.RowCount];
            await group.ReadAsync<T>(file.Schema.FindDataField(name), values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }
    }
}
