using Spectre.Console;

namespace QualitySuite.Cli;

/// <summary>Tables on the output: the first and last columns left, the numbers between them right.</summary>
internal static class ConsoleTable
{
    /// <summary>Wide enough that nothing is wrapped where there is no terminal to fit into.</summary>
    private const int WidthOfFiles = 200;

    public static Table Create(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < headings.Length; i++)
        {
            var column = new TableColumn(new Text(headings[i]));
            table.AddColumn(i == headings.Length - 1 ? column : i == 0 ? column.NoWrap() : column.NoWrap().RightAligned());
        }

        return table;
    }

    public static void Write(TextWriter output, Table table) => Open(output).Write(table);

    /// <summary>Columns of characters that a line may have.</summary>
    public static int Width(TextWriter output) => Open(output).Profile.Width;

    private static IAnsiConsole Open(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfFiles;
            console.Profile.Capabilities.Ansi = false;
        }

        return console;
    }
}
