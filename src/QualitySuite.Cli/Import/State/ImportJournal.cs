using System.Globalization;
using System.Text;

namespace QualitySuite.Cli.Import.State;

/// <summary>
/// Which rows have been accepted, so that a run that was cut off goes on where it stopped: a line a row, appended and flushed to the disk
/// before the row counts as done. A line that was cut off is none; its row is sent again, which changes nothing.
/// </summary>
internal sealed class ImportJournal : IDisposable
{
    private readonly HashSet<Guid> _done;
    private readonly FileStream? _file;
    private readonly Lock _gate = new();

    private ImportJournal(HashSet<Guid> done, FileStream? file) => (_done, _file) = (done, file);

    /// <exception cref="ToolException">It cannot be read or written, or another run has it.</exception>
    public static ImportJournal Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var done = new HashSet<Guid>();
            using (var reader = new StreamReader(file, Encoding.ASCII, leaveOpen: true))
            {
                while (reader.ReadLine() is { } line)
                {
                    if (Guid.TryParseExact(line, "N", out var key))
                    {
                        done.Add(key);
                    }
                }
            }

            file.Seek(0, SeekOrigin.End);
            file.WriteByte((byte)'\n'); // Ends a line that was cut off.
            return new ImportJournal(done, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The journal '{path}' cannot be used; another import of the same source may be running. {e.Message}");
        }
    }

    /// <summary>One that knows of nothing and keeps nothing.</summary>
    public static ImportJournal None() => new([], file: null);

    public bool Contains(Guid key) => _done.Contains(key);

    /// <summary>On the disk when it returns.</summary>
    public void Add(IReadOnlyCollection<Guid> keys)
    {
        if (_file is null || keys.Count == 0)
        {
            return;
        }

        var lines = new StringBuilder();
        foreach (var key in keys)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{key:N}\n");
        }

        lock (_gate)
        {
            _file.Write(Encoding.ASCII.GetBytes(lines.ToString()));
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file?.Dispose();
}
