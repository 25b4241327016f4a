namespace QualitySuite.LocalHosting.Running;

/// <summary>What one process writes: to its file, to whoever listens, and its last lines kept for error messages.</summary>
/// <param name="path">The log file; what an earlier run left there is overwritten.</param>
internal sealed class ResourceLog(string path) : IDisposable
{
    private const int KeptLines = 15;

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly StreamWriter _file = new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    private bool _closed;

    public string FilePath => path;

    public event Action<string>? Written;

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _file.WriteLine(line);
            _last.Enqueue(line);
            if (_last.Count > KeptLines)
            {
                _last.Dequeue();
            }
        }

        Written?.Invoke(line);
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
