using System.Text.Json;
using QualitySuite.Cli.Score.Outputs;
using QualitySuite.Cli.Score.Report;
using QualitySuite.Contracts;

namespace QualitySuite.Cli.Score;

/// <summary>The files that a run was asked to write.</summary>
internal sealed class ScoreWriting(IReadOnlyList<string> outputs, string? scorers)
{
    private static readonly JsonSerializerOptions Indented = new(QualityJson.Options) { WriteIndented = true };

    private IReadOnlyList<string> Paths => scorers is null ? outputs : [.. outputs, scorers];

    /// <exception cref="ToolException">A file could not be written later.</exception>
    public void Check() => OutputFiles.Check(Paths);

    public async Task WriteAsync(ScoreSet set, string folder, int threads, CancellationToken cancellationToken)
    {
        var images = outputs.Any(IsReport) ? await ReportImages.CreateAsync(set, folder, threads, cancellationToken) : null;
        var writers = outputs.Select(path => (path, Writer(set, path, images)));
        if (scorers is not null)
        {
            writers = writers.Append((scorers, (stream, token) => JsonSerializer.SerializeAsync(stream, RunDescription.Of(set), Indented, token)));
        }

        await OutputFiles.WriteAsync([.. writers], cancellationToken);
    }

    /// <summary>Names what was written.</summary>
    public void Tell(TextWriter output)
    {
        if (Paths.Count > 0)
        {
            output.WriteLine($"Written: {string.Join(", ", Paths)}");
        }
    }

    private static bool IsReport(string path) => Ending(path) == ".html";

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static Func<Stream, CancellationToken, Task> Writer(ScoreSet set, string path, ReportImages? images) => Ending(path) switch
    {
        ".csv" => (stream, token) => CsvScores.WriteAsync(set, stream, token),
        ".parquet" => (stream, token) => ParquetScores.WriteAsync(set, stream, token),
        ".jsonl" => (stream, token) => JsonlScores.WriteAsync(set, stream, token),
        ".html" => (stream, token) => HtmlReport.WriteAsync(set, images!, stream, token),
        var ending => throw new ToolException($"Nothing writes '{ending}' files."),
    };
}
