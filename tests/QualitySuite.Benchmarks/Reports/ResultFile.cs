using System.Text;

namespace QualitySuite.Benchmarks.Reports;

/// <summary>One published file of tables.</summary>
/// <param name="name">Of the file, without extension.</param>
/// <param name="command">That makes it.</param>
/// <param name="title">Its heading.</param>
internal sealed class ResultFile(string name, string command, string title)
{
    private readonly StringBuilder _body = new();
    private double _busyCores;

    /// <summary>Begins a file: looks whether the machine has nothing else to do.</summary>
    public static async Task<ResultFile> BeginAsync(string name, string command, string title, CancellationToken cancellationToken)
    {
        var file = new ResultFile(name, command, title);
        await file.LookAroundAsync(cancellationToken);
        return file;
    }

    public void Add(string text) => _body.Append(text).Append('\n');

    public void Add(MarkdownTable table) => _body.Append(table).Append('\n');

    /// <summary>Writes the file and shows it.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await LookAroundAsync(cancellationToken);
        var others = _busyCores <= Machine.IdleCores
            ? "Nothing else ran on it just before and just after."
            : $"**Other programs kept {_busyCores:f1} cores busy beside it: these are not figures to publish.**";
        var text = $"# {title}\n\nMade by `{command}` on {Machine.Describe()}. {others}\n\n{_body}";
        Directory.CreateDirectory(Folders.Results);
        var path = Path.Combine(Folders.Results, $"{name}.md");
        await File.WriteAllTextAsync(path, text.TrimEnd('\n') + "\n", cancellationToken);
        Console.WriteLine();
        Console.WriteLine(text);
        Console.WriteLine($"written to {Path.GetRelativePath(Folders.Repository, path)}");
    }

    private async Task LookAroundAsync(CancellationToken cancellationToken)
    {
        _busyCores = Math.Max(_busyCores, await Machine.BusyCoresAsync(cancellationToken));
        if (_busyCores > Machine.IdleCores)
        {
            Console.WriteLine($"other programs keep {_busyCores:f1} of {Environment.ProcessorCount} cores busy: the figures will not be worth publishing");
        }
    }
}
