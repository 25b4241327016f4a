using System.Numerics.Tensors;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Cli.Score.Outputs;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Compare;

/// <summary>One side of a comparison: a folder that is scored, or a file of scores.</summary>
/// <param name="Path">As the user wrote it.</param>
/// <param name="Prompts">File of prompts; null: none.</param>
/// <param name="Recursive">Whether subfolders of a folder belong to it.</param>
internal sealed record ScoreSource(string Path, string? Prompts, bool Recursive)
{
    /// <summary>To be scored; a file has its scores.</summary>
    public bool IsFolder => !File.Exists(Path);

    /// <summary>The folder's images; empty for a file.</summary>
    /// <exception cref="ToolException">The source cannot be used.</exception>
    public List<ImageFile> Find()
    {
        if (IsFolder)
        {
            return Directory.Exists(Path) ? ImageFolder.Find(Path, Recursive) : throw new ToolException($"'{Path}' does not exist, neither as a folder nor as a file of scores.");
        }

        if (!IsParquet && !HasEnding(".jsonl"))
        {
            throw new ToolException($"'{Path}' is neither a folder nor a .parquet or .jsonl file of quality score; a .csv does not say which scorers computed it.");
        }

        return Prompts is null ? [] : throw new ToolException($"'{Path}' has its prompts in it; prompts are given for folders only.");
    }

    /// <summary>Scores the folder, or reads the file.</summary>
    /// <param name="files">From <see cref="Find"/>, with their prompts.</param>
    /// <param name="score">Scores a folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ToolException">The file is none of scores.</exception>
    public async Task<ScoreSet> LoadAsync(IReadOnlyList<ImageFile> files, Func<IReadOnlyList<ImageFile>, Task<ScoreSet>> score, CancellationToken cancellationToken)
    {
        if (IsFolder)
        {
            return await score(files);
        }

        try
        {
            await using var stream = File.OpenRead(Path);
            var set = IsParquet ? await ParquetScoreReader.ReadAsync(Path, stream, cancellationToken) : await JsonlScores.ReadAsync(Path, stream, cancellationToken);
            if (set.Images.GroupBy(image => image.File, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new FormatException($"'{twice.Key}' is in it twice.");
            }

            return set.Images.FirstOrDefault(image => !image.Embeddings.All(IsDirection)) is { } odd
                ? throw new FormatException($"an embedding of '{odd.File}' has no finite length above zero.")
                : set with { Encoders = [.. set.Encoders.Where(encoder => set.Images.Any(i => i.Embeddings.Any(e => e.Encoder == encoder.Identity)))] };
        }
        catch (FormatException exception)
        {
            throw new ToolException($"'{Path}' cannot be compared: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"'{Path}' cannot be read: {exception.Message}");
        }
    }

    private static bool IsDirection(Embedding embedding) =>
        TensorPrimitives.SumOfSquares(embedding.Values.Span) is > 0 and < float.PositiveInfinity;

    private bool IsParquet => HasEnding(".parquet");

    private bool HasEnding(string ending) => Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
