using System.Text.Json.Nodes;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.ModelPacks;

public sealed class PackTrialTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_brings_no_canary_gets_one_that_later_starts_are_held_to()
    {
        _folder.AddClip();
        _folder.AddWorking().Remove("canary");
        AddHead();
        _folder.Save();

        var tried = PackTrial.Run(_folder.Path, CanaryRecording.Missing);

        Assert.Equal([("clip", null, true), ("colour", null, true), ("head", null, true)], tried.Select(p => (p.Name, p.Problem, p.Recorded)));
        var parts = Saved()["parts"]!.AsArray();
        Assert.All(parts, p => Assert.Matches(@"^ONNX Runtime \d+\.\d+\.\d+, ", (string?)p!["canary"]!["recordedWith"]));
        Assert.All(Open().Parts, p => Assert.Null(p.Problem));

        parts[0]!["canary"]!["textEmbedding"]![3] = 0.9;
        parts[1]!["canary"]!["outputs"]![0] = 0.9;
        parts[2]!["canary"]!["outputs"]![0] = 9;
        Save(parts);

        Assert.Collection(
            Open().Parts.OrderBy(p => p.Name).Select(p => p.Problem!),
            clip => Assert.StartsWith("On the canary the text has ", clip, StringComparison.Ordinal),
            colour => Assert.StartsWith("On the canary the output 'red' is ", colour, StringComparison.Ordinal),
            head => Assert.StartsWith("The encoder 'clip' that it sits on ", head, StringComparison.Ordinal));
    }

    [Fact]
    public void A_renewal_changes_what_installation_recorded_and_nothing_that_came_with_the_pack()
    {
        _folder.AddClip();
        var published = _folder.AddWorking()["canary"]!.ToJsonString();
        _folder.Save();
        PackTrial.Run(_folder.Path, CanaryRecording.Missing);
        var recorded = Saved()["parts"]![0]!["canary"]!.ToJsonString();
        var parts = Saved()["parts"]!.AsArray();
        parts[0]!["canary"]!["cosine"] = 0.9;
        Save(parts);

        Assert.Contains("cosine", PackTrial.Run(_folder.Path, CanaryRecording.Missing)[0].Problem, StringComparison.Ordinal);
        Assert.Equal([true, false], PackTrial.Run(_folder.Path, CanaryRecording.Renew).Select(p => p.Recorded));
        Assert.Equal(recorded, Saved()["parts"]![0]!["canary"]!.ToJsonString());
        Assert.Equal(published, Saved()["parts"]![1]!["canary"]!.ToJsonString());
    }

    [Fact]
    public void A_trial_that_only_looks_writes_nothing()
    {
        _folder.AddClip();
        _folder.Save();
        var before = File.ReadAllText(Path.Combine(_folder.Path, ModelPack.ManifestName));

        Assert.Equal([new TriedPart("clip", "dual_encoder", null, Recorded: false)], PackTrial.Run(_folder.Path, CanaryRecording.None));
        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder.Path, ModelPack.ManifestName)));
    }

    [Fact]
    public void A_head_on_the_encoder_of_another_pack_is_tried_without_it_but_for_what_is_wrong_with_itself()
    {
        var head = AddHead();
        head["encoder"] = "other/clip";
        _folder.Save();
        Assert.Equal([("head", null, true)], PackTrial.Run(_folder.Path, CanaryRecording.Missing).Select(p => (p.Name, p.Problem, p.Recorded)));

        head["labels"] = new JsonArray("a", "b");
        head["metrics"]![0]!["labels"] = new JsonArray("a");
        _folder.Save();
        Assert.Equal("The last layer has 1 outputs, the manifest names 2 labels.", PackTrial.Run(_folder.Path, CanaryRecording.Missing)[0].Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("/clip")]
    public void An_encoder_that_is_no_name_is_refused(string encoder)
    {
        AddHead()["encoder"] = encoder;
        _folder.Save();

        Assert.Equal("The field 'encoder' must be a part of this pack or 'pack/part'.", PackTrial.Run(_folder.Path, CanaryRecording.None)[0].Problem);
    }

    private JsonObject AddHead()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "head.pth"), TorchWriter.Write(("weight", [.. Enumerable.Range(0, 16).Select(i => i / 7f)], [1, 16])));
        File.WriteAllText(Path.Combine(_folder.Path, "card.md"), "Made for a test.");
        var head = new JsonObject
        {
            ["name"] = "head",
            ["kind"] = "head",
            ["description"] = "head",
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["encoder"] = "clip",
            ["layers"] = new JsonArray(new JsonObject { ["file"] = _folder.Describe("head.pth"), ["weight"] = "weight" }),
            ["output"] = "value",
            ["labels"] = new JsonArray("taste"),
            ["metrics"] = new JsonArray(new JsonObject { ["metric"] = "aesthetic", ["labels"] = new JsonArray("taste") }),
        };
        _folder.Parts.Add(head);
        return head;
    }

    private JsonObject Saved() => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, ModelPack.ManifestName)))!.AsObject();

    private void Save(JsonArray parts)
    {
        var manifest = Saved();
        manifest["parts"] = parts.DeepClone();
        File.WriteAllText(Path.Combine(_folder.Path, ModelPack.ManifestName), manifest.ToJsonString());
    }

    private ScoringEngine Open()
    {
        using var engine = Engines.Open(_folder.Path);
        return engine;
    }
}
