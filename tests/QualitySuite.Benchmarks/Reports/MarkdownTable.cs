using System.Text;

namespace QualitySuite.Benchmarks.Reports;

/// <summary>A table as Markdown writes it; columns after the first are numbers and stand at the right.</summary>
internal sealed class MarkdownTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, headers);
        Append(text, [.. headers.Select((_, i) => i == 0 ? "---" : "--:")]);
        _rows.ForEach(row => Append(text, row));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
