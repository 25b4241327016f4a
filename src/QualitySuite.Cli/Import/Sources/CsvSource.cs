using System.Runtime.CompilerServices;
using QualitySuite.Cli.Import.Rows;
using QualitySuite.Cli.Score.Inputs;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>A table as CSV (RFC 4180) with a header.</summary>
internal sealed class CsvSource : ImportSource
{
    private readonly (ImportField Field, int Column)[] _fields;
    private readonly int _columns;

    private CsvSource(string path, List<string> header, Dictionary<ImportField, string> fields)
        : base(path)
    {
        _columns = header.Count;
        _fields = [.. fields.Select(field => (field.Key, header.IndexOf(field.Value)))];
    }

    public static CsvSource Open(string path, IReadOnlyDictionary<ImportField, string> chosen)
    {
        using var text = TextFile.Open(path);
        var (line, header) = new CsvReader(text).Read() ?? throw new FormatException("line 1: the header is missing; the file is empty.");
        return header.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new FormatException($"line {line}: two columns are named '{twice.Key}'.")
            : new CsvSource(path, header, ImportColumns.Find(header, chosen));
    }

    public override Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult(TextFile.Read(Path, () =>
    {
        using var text = TextFile.Open(Path);
        var reader = new CsvReader(text);
        var count = -1L; // The header is none.
        while (reader.Read() is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
        }

        return count;
    }));

    public override async IAsyncEnumerable<SourceRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var text = TextFile.Open(Path);
        var reader = new CsvReader(text);
        reader.Read();
        for (var number = 1L; TextFile.Read(Path, reader.Read) is { } row; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row.Fields.Count == _columns
                ? SourceRow.Of(number, $"line {row.Line}", _fields.Select(f => KeyValuePair.Create(f.Field, (string?)row.Fields[f.Column])))
                : new SourceRow(number, $"line {row.Line}", new Dictionary<ImportField, string>())
                {
                    Error = new RowError(null, $"{row.Fields.Count} fields where the header has {_columns}; text with a comma stands in quotes."),
                };
        }
    }
}
