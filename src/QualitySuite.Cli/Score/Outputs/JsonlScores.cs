using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score.Outputs;

/// <summary>Scores as JSON lines: an object an image, each score with the identity of its scorer.</summary>
internal static class JsonlScores
{
    private static readonly JsonSerializerOptions Options = new(QualityJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(ScoreSet set, Stream stream, CancellationToken cancellationToken)
    {
        foreach (var image in set.Images)
        {
            await JsonSerializer.SerializeAsync(stream, ToRecord(set, image), Options, cancellationToken);
            stream.WriteByte((byte)'\n');
        }
    }

    /// <exception cref="FormatException">A line is no such object; the message names it.</exception>
    public static async Task<ScoreSet> ReadAsync(string source, Stream stream, CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream);
        var records = new List<ScoreRecord>();
        var scorers = new List<ScorerIdentity>();
        var known = new HashSet<(string Metric, string Scorer)>();
        for (var line = 1; await text.ReadLineAsync(cancellationToken) is { } json; line++)
        {
            if (json.Length > 0)
            {
                records.Add(Parse(json, line));
                scorers.AddRange(records[^1].Scores.Where(score => known.Add((score.Metric, score.Scorer))).Select(score => new ScorerIdentity(score.Metric, score.Scorer, "")));
            }
        }

        var identities = ScoreSet.Order(scorers);
        return new ScoreSet { Source = source, Scorers = identities, Encoders = EncodersOf(records), Images = [.. records.Select(record => ToImage(record, identities))] };
    }

    private static ScoreRecord Parse(string json, int line)
    {
        try
        {
            var record = JsonSerializer.Deserialize<ScoreRecord>(json, Options);
            if (record is not { File: not null, Scores: not null } || !record.Scores.All(s => s is { Metric: not null, Scorer: not null } && double.IsFinite(s.Value)))
            {
                throw new FormatException($"line {line}: an object with 'file' and 'scores' of 'metric', 'value' and 'scorer' is needed.");
            }

            if (record.Scores.GroupBy(s => (s.Metric, s.Scorer)).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new FormatException($"line {line}: a score of '{twice.Key.Metric}' by '{twice.Key.Scorer}' is in it twice.");
            }

            return record.Embeddings?.All(e => e is { Encoder: not null, Values.Count: > 0 }) != false
                ? record
                : throw new FormatException($"line {line}: each of 'embeddings' needs 'encoder' and 'values'.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"line {line}: {exception.Message}", exception);
        }
    }

    private static EncoderIdentity[] EncodersOf(List<ScoreRecord> records) =>
    [
        .. records.SelectMany(r => r.Embeddings ?? []).GroupBy(e => e.Encoder, StringComparer.Ordinal).Select(e => new EncoderIdentity(e.Key, "", e.First().Values.Count)),
    ];

    private static ScoreRecord ToRecord(ScoreSet set, ScoredImage image) => new()
    {
        File = image.File,
        Prompt = image.Prompt,
        Width = image.Width,
        Height = image.Height,
        Scores =
        [
            .. set.Scorers.Zip(image.Values).Where(s => !double.IsNaN(s.Second)).Select(s => new ScoreEntry(s.First.Metric, s.Second, s.First.Identity)),
        ],
        Facts = image.Facts.Count > 0 ? image.Facts : null,
        Error = image.Failure,
        Embeddings = image.Embeddings.Count > 0
            ? [.. image.Embeddings.Select(e => new EmbeddingEntry(e.Encoder, MemoryMarshal.TryGetArray(e.Values, out var values) ? values : e.Values.ToArray()))]
            : null,
    };

    private static ScoredImage ToImage(ScoreRecord record, IReadOnlyList<ScorerIdentity> scorers)
    {
        var values = record.Scores.ToDictionary(s => (s.Metric, s.Scorer), s => s.Value);
        return new ScoredImage(record.File, record.Prompt)
        {
            Width = record.Width,
            Height = record.Height,
            Values = record.Error is null ? [.. scorers.Select(s => values.GetValueOrDefault((s.Metric, s.Identity), double.NaN))] : [],
            Facts = record.Facts ?? [],
            Failure = record.Error,
            Embeddings = [.. (record.Embeddings ?? []).Select(e => new Embedding(e.Encoder, e.Values.ToArray()))],
        };
    }
}
