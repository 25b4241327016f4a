using System.Buffers.Binary;
using System.Text;
using QualitySuite.Cli.Import.Rows;
using QualitySuite.Cli.Import.Sources;

namespace QualitySuite.Cli.Tests.Import;

public sealed class WebUiParametersTests
{
    private const string Example = """
        a lighthouse at dusk, (detailed:1.2),
        oil painting
        Negative prompt: blurry, low quality
        Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, Seed: 1441787169, Size: 512x768, Model hash: 6ce0161689, Model: v1-5, Lora hashes: "a: 1, b: 2", Version: v1.9.0
        """;

    [Fact]
    public void Prompts_and_settings_are_read()
    {
        var fields = WebUiParameters.Parse(Example.ReplaceLineEndings("\n"));

        Assert.Equal(
            new Dictionary<ImportField, string?>
            {
                [ImportField.Prompt] = "a lighthouse at dusk, (detailed:1.2),\noil painting",
                [ImportField.NegativePrompt] = "blurry, low quality",
                [ImportField.Steps] = "20",
                [ImportField.Sampler] = "DPM++ 2M",
                [ImportField.Scheduler] = "Karras",
                [ImportField.Guidance] = "7.5",
                [ImportField.Seed] = "1441787169",
                [ImportField.Width] = "512",
                [ImportField.Height] = "768",
                [ImportField.ModelHash] = "6ce0161689",
                [ImportField.Model] = "v1-5",
            },
            fields);
    }

    [Fact]
    public void A_prompt_alone_is_one() =>
        Assert.Equal(new Dictionary<ImportField, string?> { [ImportField.Prompt] = "a cup" }, WebUiParameters.Parse("a cup"));

    [Theory]
    [InlineData("tEXt", "parameters\0a caf\u00e9", true, "a caf\u00e9")]
    [InlineData("iTXt", "parameters\0\0\0\0\0a caf\u00e9 \u2713", false, "a caf\u00e9 \u2713")]
    [InlineData("tEXt", "comment\0a cup", true, null)]
    [InlineData("iTXt", "parameters\0\u0001\0\0\0packed", false, null)]
    public void They_are_found_in_the_text_chunks_of_a_png(string type, string content, bool latin, string? expected)
    {
        var path = Path.GetTempFileName();
        try
        {
            byte[] data = latin ? Encoding.Latin1.GetBytes(content) : Encoding.UTF8.GetBytes(content);
            File.WriteAllBytes(path, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", new byte[13]), .. Chunk(type, data), .. Chunk("IDAT", [])]);

            Assert.Equal(expected, WebUiParameters.Of(path).GetValueOrDefault(ImportField.Prompt));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
    }
}
