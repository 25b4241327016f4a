using System.Text;
using QualitySuite.Cli.Score.Inputs;

namespace QualitySuite.Cli.Tests.Score;

public sealed class PromptFileTests : IDisposable
{
    private static readonly ImageFile[] Files = [new("a.png", "/a.png"), new("b.png", "/b.png"), new("sub/c.png", "/sub/c.png")];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-prompts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("file,prompt\r\na.png,\"red, round\"\r\n./sub/c.png,blue\r\n")]
    [InlineData("\ufeffprompt,file\n\"red, round\",a.png\nblue,sub/c.png")]
    public void Prompts_go_to_their_files_with_and_without_byte_order_mark(string csv) =>
        Assert.Equal(["red, round", null, "blue"], Apply("p.csv", csv).Select(file => file.Prompt));

    [Fact]
    public void Json_lines_may_have_more_fields() => Assert.Equal(
        ["red", null, "blue"],
        Apply("p.jsonl", """{"file":"a.png","prompt":"red","seed":5}""" + "\n\n" + """{"prompt":"blue","file":"sub/c.png"}""").Select(file => file.Prompt));

    [Fact]
    public void An_empty_prompt_is_none() => Assert.Null(Apply("p.csv", "file,prompt\na.png,  \n")[0].Prompt);

    [Theory]
    [InlineData("", "line 1: the header 'file,prompt' is missing; the file is empty.")]
    [InlineData("file,promt\na.png,x", "line 1: unknown column 'promt'; the columns are file and prompt.")]
    [InlineData("file\na.png", "line 1: the columns are file and prompt, once each; these are 'file'.")]
    [InlineData("file,prompt\na.png,red, round\n", "line 2: 3 fields where the header has 2; a prompt with a comma stands in quotes.")]
    [InlineData("file,prompt\na.png,x\nb.png,\"y\n", "line 3: a quoted field is not closed.")]
    [InlineData("file,prompt\na.png,x\nnone.png,y\n", "line 3: 'none.png' is not among the images of the folder.")]
    [InlineData("file,prompt\nother/x.png,y\n", "line 2: 'other/x.png' is not among the images of the folder; subfolders are searched with --recursive.")]
    [InlineData("file,prompt\na.png,x\nb.png,y\na.png,z\n", "line 4: 'a.png' has a prompt already, on line 2.")]
    public void What_is_wrong_is_said_with_its_line(string csv, string expected)
    {
        var message = Assert.Throws<ToolException>(() => Apply("p.csv", csv)).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("p.csv", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"file\":\"a.png\"}", "line 1: an object with the texts 'file' and 'prompt' is needed.")]
    [InlineData("{\"file\":\"a.png\",\"prompt\":\"x\"}\nnonsense", "line 2: no JSON object.")]
    public void A_bad_line_of_json_is_named(string lines, string expected) =>
        Assert.Contains(expected, Assert.Throws<ToolException>(() => Apply("p.jsonl", lines)).Message, StringComparison.Ordinal);

    [Fact]
    public void Many_errors_are_cut_to_ten_and_counted()
    {
        var csv = new StringBuilder("file,prompt\n");
        Enumerable.Range(0, 25).ToList().ForEach(i => csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"x{i}.png,p\n"));
        var message = Assert.Throws<ToolException>(() => Apply("p.csv", csv.ToString())).Message;

        Assert.Contains("line 11:", message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 12:", message, StringComparison.Ordinal);
        Assert.EndsWith("and 15 more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_another_encoding_is_refused()
    {
        var path = Path.Combine(_folder.FullName, "latin.csv");
        File.WriteAllBytes(path, [.. "file,prompt\na.png,caf"u8, 0xE9, (byte)'\n']);

        Assert.Contains("is not UTF-8.", Assert.Throws<ToolException>(() => PromptFile.Apply(path, Files, Names, recursive: false)).Message, StringComparison.Ordinal);
    }

    private static HashSet<string> Names => Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);

    private List<ImageFile> Apply(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return PromptFile.Apply(path, Files, Names, recursive: false);
    }
}
