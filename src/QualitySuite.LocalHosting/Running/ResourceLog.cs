namespace QualitySuite.LocalHosting.Running;

/// <summary>What one process writes: to its file, to the board, and its last lines kept for error messages.</summary>
/// <param name="path">The log file; what an earlier run left there is overwritten.</param>
/// <param name="print">Takes every line too.</param>
internal sealed class ResourceLog(string path, Action<string> print) : IDisposable
{
    private const int KeptLines = 15;

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly StreamWriter _file = new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    private bool _closed;

    public string FilePath => path;

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            try
            {
                _file.WriteLine(line);
            }
            catch (IOException)
            {
                // A full disk must not end the reading: the process would wait for ever to be read.
            }

            _last.Enqueue(line);
            if (_last.Count > KeptLines)
            {
                _last.Dequeue();
            }
        }

        print(line);
    }

    public string Tail()
    {
        lock (_gate)
        {
            return string.Join('\n', _last.Select(line => $"    {line}"));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}
