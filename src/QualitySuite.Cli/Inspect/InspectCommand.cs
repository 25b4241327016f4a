using System.CommandLine;
using QualitySuite.Imaging;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Inspect;

/// <summary><c>quality inspect</c>: what a model is given.</summary>
internal static class InspectCommand
{
    public static Command Create(TextWriter output) => new("inspect", "What a model is given: find out why two systems disagree on a score.")
    {
        CreateTokens(output),
        CreatePixels(output),
    };

    private static Command CreateTokens(TextWriter output)
    {
        var text = new Argument<string>("text") { Description = "The prompt." };
        var pack = PackOption.Create();
        var part = PackOption.CreatePart();
        var command = new Command("tokens", "The token ids of a text, as JSON: without padding, start and end token included.") { text, pack, part };
        command.SetAction(parsed =>
        {
            var tokens = PackOption.Run(() => PackInspector.Open(parsed.GetRequiredValue(pack)).Tokenize(parsed.GetRequiredValue(text), parsed.GetValue(part)));
            Json.Write(output, new { tokens.Ids, tokens.Truncated, tokens.TokenCount });
        });
        return command;
    }

    private static Command CreatePixels(TextWriter output)
    {
        var image = new Argument<string>("image") { Description = "A PNG, JPEG or WebP file." };
        var pack = PackOption.Create();
        var part = PackOption.CreatePart();
        var target = new Option<string>("--out", "-o") { Description = "NumPy array file to write: float32, with the batch dimension.", Required = true };
        var command = new Command("pixels", "The exact input tensor of an image, as a NumPy array.") { image, pack, part, target };
        command.SetAction(parsed =>
        {
            var shape = PackOption.Run(() =>
            {
                using var pixels = ImageDecoder.Decode(File.ReadAllBytes(parsed.GetRequiredValue(image)));
                var (values, dimensions) = PackInspector.Open(parsed.GetRequiredValue(pack)).Pixels(pixels, parsed.GetValue(part));
                NpyWriter.Write(parsed.GetRequiredValue(target), values, dimensions);
                return dimensions;
            });
            Json.Write(output, new { file = parsed.GetRequiredValue(target), shape });
        });
        return command;
    }
}
