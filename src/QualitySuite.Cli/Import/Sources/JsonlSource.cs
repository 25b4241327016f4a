using System.Runtime.CompilerServices;
using QualitySuite.Cli.Import.Rows;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>A JSON object a line; fields of objects within are named <c>outer.inner</c>. An empty line is no row.</summary>
internal sealed class JsonlSource : ImportSource
{
    /// <summary>Lines that are looked at for the names of columns: not every line has them all.</summary>
    private const int LinesForColumns = 100;

    private readonly Dictionary<ImportField, string> _fields;

    private JsonlSource(string path, Dictionary<ImportField, string> fields)
        : base(path) => _fields = fields;

    public static JsonlSource Open(string path, IReadOnlyDictionary<ImportField, string> chosen)
    {
        var columns = Lines(path).Take(LinesForColumns).SelectMany(line => JsonFields.Read(line.Text)?.Keys ?? Enumerable.Empty<string>()).Distinct().ToList();
        return columns.Count > 0 ? new JsonlSource(path, ImportColumns.Find(columns, chosen))
            : throw new FormatException($"none of the first {LinesForColumns} lines is a JSON object with a field.");
    }

    public override Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult(TextFile.Read(Path, () => Lines(Path).LongCount()));

    public override async IAsyncEnumerable<SourceRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var lines = Lines(Path).GetEnumerator();
        for (var number = 1L; TextFile.Read(Path, lines.MoveNext); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (line, text) = lines.Current;
            yield return JsonFields.Read(text) is { } fields
                ? SourceRow.Of(number, $"line {line}", _fields.Select(f => KeyValuePair.Create(f.Key, fields.GetValueOrDefault(f.Value))))
                : new SourceRow(number, $"line {line}", new Dictionary<ImportField, string>()) { Error = new RowError(null, "It is no JSON object.") };
        }
    }

    private static IEnumerable<(long Line, string Text)> Lines(string path)
    {
        using var text = TextFile.Open(path);
        for (var line = 1L; text.ReadLine() is { } content; line++)
        {
            if (!string.IsNullOrWhiteSpace(content))
            {
                yield return (line, content);
            }
        }
    }
}
