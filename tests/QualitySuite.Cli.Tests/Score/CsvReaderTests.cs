using FsCheck.Xunit;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Cli.Score.Outputs;

namespace QualitySuite.Cli.Tests.Score;

public sealed class CsvReaderTests
{
    [Fact]
    public void Quoted_fields_hold_commas_quotes_and_line_breaks_and_lines_are_counted()
    {
        var reader = new CsvReader(new StringReader("a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\n\n,\nlast,"));

        Assert.Equal(["a", "b"], Read(reader, 1));
        Assert.Equal(["x, \"y\"", "two\r\nlines"], Read(reader, 2));
        Assert.Equal(["", ""], Read(reader, 5));
        Assert.Equal(["last", ""], Read(reader, 6));
        Assert.Null(reader.Read());
    }

    [Theory]
    [InlineData("a\n\"open", "line 2: a quoted field is not closed.")]
    [InlineData("a\"b", "line 1: a quote stands inside a field")]
    [InlineData("x\r\n\"a\"b,c", "line 2: text follows the closing quote")]
    public void Damaged_quoting_names_the_line(string text, string expected)
    {
        var reader = new CsvReader(new StringReader(text));

        Assert.StartsWith(expected, Assert.Throws<FormatException>(() =>
        {
            while (reader.Read() is not null)
            {
            }
        }).Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever a prompt holds: what the tool writes it reads back.</summary>
    [Property]
    public void A_prompt_that_was_written_is_read_back(string? prompt)
    {
        using var file = new MemoryStream();
        var set = new ScoreSet { Source = "x", Scorers = [], Images = [new ScoredImage("a.png", prompt)] };
        CsvScores.WriteAsync(set, file, TestContext.Current.CancellationToken).GetAwaiter().GetResult();

        // Half a surrogate pair has no UTF-8.
        var expected = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(prompt ?? ""));
        var reader = new CsvReader(new StringReader(System.Text.Encoding.UTF8.GetString(file.ToArray())));

        Assert.Equal(CsvScores.Columns, reader.Read()!.Value.Fields);
        Assert.Equal(["a.png", expected], reader.Read()!.Value.Fields[..2]);
        Assert.Null(reader.Read());
    }

    private static List<string> Read(CsvReader reader, int line)
    {
        var record = reader.Read()!.Value;
        Assert.Equal(line, record.Line);
        return record.Fields;
    }
}
