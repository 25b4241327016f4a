using System.Text;
using QualitySuite.Cli.Import.Rows;

namespace QualitySuite.Cli.Import.State;

/// <summary>The rows that were refused in this run: JSON lines with row, place, field and reason. There is no file when there is none.</summary>
internal sealed class ErrorFile(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private StreamWriter? _writer;

    public string Path => path;

    /// <summary>Removes that of an earlier run.</summary>
    /// <exception cref="ToolException">It cannot be removed.</exception>
    public void Clear()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"'{path}', for the rows that are refused, cannot be written: {e.Message}");
        }
    }

    public void Add(SourceRow row, IEnumerable<RowError> errors)
    {
        lock (_gate)
        {
            _writer ??= new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            foreach (var error in errors)
            {
                _writer.WriteLine(Json.Format(new { row = row.Number, place = row.Place, field = error.Field, reason = error.Reason }));
            }

            _writer.Flush();
        }
    }

    public void Dispose() => _writer?.Dispose();
}
