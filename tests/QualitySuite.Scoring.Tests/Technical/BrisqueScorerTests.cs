using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Technical;

public sealed class BrisqueScorerTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_BRISQUE_model_is_refused_and_the_technical_measures_stay()
    {
        AddBrisque(File.ReadAllBytes(Path.Combine(PackFolder.Starter, "brisque.bin"))[..^8]);

        using var engine = _folder.Open();

        Assert.StartsWith("'brisque.bin' is no BRISQUE model: ", engine.Parts[0].Problem, StringComparison.Ordinal);
        Assert.Equal(["brisque"], engine.AbsentMetrics.Select(a => a.Metric));
        Assert.Equal(
            ["banding", "blank", "blockiness", "blur_effect", "colourfulness", "contrast", "exposure_clipping", "noise_sigma", "sharpness"],
            engine.Scorers.Select(s => s.Metric).Order());
    }

    [Fact]
    public void Another_score_for_the_canary_than_the_recorded_one_is_refused()
    {
        AddBrisque(File.ReadAllBytes(Path.Combine(PackFolder.Starter, "brisque.bin")))["canary"]!["outputs"]![0] = 20;

        using var engine = _folder.Open();

        Assert.Matches(@"^On the canary the score is 54\.\d+; recorded is 20 with a tolerance of 0\.05\.$", engine.Parts[0].Problem!);
    }

    private JsonObject AddBrisque(byte[] model)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "brisque.bin"), model);
        File.WriteAllText(Path.Combine(_folder.Path, "card.md"), "Made for a test.");
        var starter = JsonNode.Parse(File.ReadAllText(Path.Combine(PackFolder.Starter, "pack.json")))!["parts"]!.AsArray();
        var part = starter.Single(p => p!["kind"]!.GetValue<string>() == "brisque")!.DeepClone().AsObject();
        part["card"] = "card.md";
        part["model"] = new JsonObject { ["path"] = "brisque.bin", ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(model)) };
        _folder.Parts.Add(part);
        return part;
    }
}
