using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.ModelPacks;

/// <summary>Parts whose manifest entry is well formed but whose files are not what it says.</summary>
public sealed class RefusedPartTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_model_file_is_named()
    {
        _folder.AddWorking();
        File.Delete(Path.Combine(_folder.Path, "colour.onnx"));

        Assert.StartsWith("The file 'colour.onnx' cannot be read: ", ProblemOf("colour"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_model_file_is_not_loaded()
    {
        _folder.AddWorking();
        File.WriteAllText(Path.Combine(_folder.Path, "colour.onnx"), "abc");

        var problem = ProblemOf("colour");

        // SHA-256 of "abc": FIPS 180-2, appendix B.1.
        Assert.StartsWith(
            "The file 'colour.onnx' has the SHA-256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, the manifest says ",
            problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_leaves_the_pack_is_not_followed()
    {
        _folder.AddWorking()["model"]!["path"] = "../colour.onnx";

        Assert.Equal("The file '../colour.onnx' lies outside the pack's folder.", ProblemOf("colour"));
    }

    [Fact]
    public void A_missing_card_refuses_the_part()
    {
        _folder.AddWorking()["card"] = "nowhere.md";

        Assert.Equal("The model card 'nowhere.md' is missing.", ProblemOf("colour"));
    }

    [Fact]
    public void A_truncated_model_is_refused()
    {
        var part = _folder.AddWorking();
        var path = Path.Combine(_folder.Path, "colour.onnx");
        var bytes = File.ReadAllBytes(path)[..^40];
        File.WriteAllBytes(path, bytes);
        part["model"]!["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

        Assert.StartsWith("ONNX Runtime does not load 'colour.onnx': ", ProblemOf("colour"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_does_not_exist_is_refused()
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw").Then("Frobnicate"), "nchw", ("unsafe_any", ["red"]));

        var problem = ProblemOf("colour");

        Assert.StartsWith("ONNX Runtime does not load 'colour.onnx': ", problem, StringComparison.Ordinal);
        Assert.Contains("Frobnicate", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_answer_that_the_model_does_not_give_is_refused()
    {
        _folder.AddWorking()["canary"]!["outputs"]![1] = 0.25;

        Assert.Matches(@"^On the canary the output 'green' is 0\.\d+; recorded is 0\.25 with a tolerance of 1e-05\.$", ProblemOf("colour"));
    }

    [Fact]
    public void A_model_that_answers_what_is_no_number_is_refused()
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw").Then("Neg").Then("Log"), "nchw", ("unsafe_any", ["red"]));

        Assert.Equal("On the canary: The model gave a number that is not finite.", ProblemOf("colour"));
    }

    [Fact]
    public void Refused_parts_leave_facts_about_their_metrics_and_the_others_score()
    {
        _folder.AddWorking();
        _folder.AddMeanColour("broken", OnnxModel.MeanColour("nchw").Then("Frobnicate"), "nchw", ("artifact_grey", ["red"]));
        _folder.Parts.Add(new JsonObject { ["name"] = "later", ["kind"] = "dual_encoder", ["anything"] = 1 });
        using var engine = _folder.Open();
        using var image = Pictures.Plain(51, 0, 0);

        using var prepared = engine.Prepare(image);
        engine.Run([prepared]);

        Assert.Equal(["artifact_grey"], engine.AbsentMetrics.Select(a => a.Metric));
        Assert.Equal("broken", engine.AbsentMetrics[0].Part);
        Assert.Equal(engine.Parts[1].Problem, engine.AbsentMetrics[0].Reason);
        Assert.Equal(
            [("colour", "classifier", true), ("broken", "classifier", false), ("later", "dual_encoder", false)],
            engine.Parts.Select(p => (p.Name, p.Kind, p.Problem is null)));
        Assert.Equal(0.2, prepared.Scores.Single(s => s.Metric == "unsafe_porn").Value, 1e-6);
        Assert.DoesNotContain(prepared.Scores, s => s.Metric == "artifact_grey");
    }

    private string ProblemOf(string part)
    {
        using var engine = _folder.Open();
        return engine.Parts.Single(p => p.Name == part).Problem!;
    }
}
