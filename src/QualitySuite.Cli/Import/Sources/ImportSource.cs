using QualitySuite.Cli.Import.Rows;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>Something with rows to import.</summary>
/// <param name="path">The folder or file.</param>
internal abstract class ImportSource(string path)
{
    /// <summary>The folder or file, in full and without a slash at its end.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>Where the relative paths of images begin.</summary>
    public virtual string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>How many rows there are.</summary>
    /// <exception cref="ToolException">The source cannot be read.</exception>
    public abstract Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>The rows in their order, the same in every run.</summary>
    /// <exception cref="ToolException">The source cannot be read.</exception>
    public abstract IAsyncEnumerable<SourceRow> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The source at a path: by its ending, or a folder.</summary>
    /// <exception cref="ToolException">It is none, or its columns do not fit.</exception>
    public static async Task<ImportSource> OpenAsync(
        string path, IReadOnlyDictionary<ImportField, string> columns, string? prompts, bool recursive, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return columns.Count == 0
                ? FolderSource.Open(path, prompts, recursive)
                : throw new ToolException($"--{ImportColumns.NameOf(columns.First().Key)}-column is for tables; '{path}' is a folder.");
        }

        if (prompts is not null || recursive)
        {
            throw new ToolException($"--prompts and --recursive are for folders; '{path}' is none.");
        }

        if (!File.Exists(path))
        {
            throw new ToolException($"'{path}' does not exist.");
        }

        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => TextFile.Read(path, () => CsvSource.Open(path, columns)),
            ".jsonl" or ".ndjson" => TextFile.Read(path, () => JsonlSource.Open(path, columns)),
            ".parquet" => await ParquetSource.OpenAsync(path, columns, cancellationToken),
            _ => throw new ToolException($"'{path}' is neither a folder nor a file that ends in .csv, .jsonl, .ndjson or .parquet."),
        };
    }
}
