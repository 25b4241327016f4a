using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests;

public sealed class ScorerIdentityTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_identity_is_the_hash_of_what_determines_the_number()
    {
        var part = _folder.AddWorking();
        var text = $"metric=unsafe_any\nkind=classifier\nweights={part["model"]!["sha256"]}\npreprocessing=BilinearAlignCorners/1 8x8 0..1\noutput=value0:0+2\n";

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), IdentityOf("unsafe_any"));
    }

    [Fact]
    public void Names_thresholds_batches_and_hardware_leave_an_identity_as_it_is()
    {
        var part = _folder.AddWorking();
        var before = IdentityOf("unsafe_any");

        _folder.Manifest["name"] = "other";
        _folder.Manifest["version"] = "9";
        part["name"] = "renamed";
        part["description"] = "the same model, told differently";
        part["licence"] = "Apache-2.0";
        part["maxBatch"] = 1;
        part["metrics"]![1]!["threshold"] = 0.01;

        Assert.Equal(before, IdentityOf("unsafe_any", o =>
        {
            o.ExecutionProvider = ExecutionProvider.Cuda;
            o.IntraOpThreads = 2;
            o.MaxBatch = 3;
        }));
    }

    [Fact]
    public void Other_weights_sizes_or_outputs_are_other_scorers()
    {
        var identities = new List<string>();
        var part = _folder.AddWorking();
        identities.Add(IdentityOf("unsafe_any"));

        part["metrics"]![1]!["labels"] = new JsonArray("red");
        identities.Add(IdentityOf("unsafe_any"));

        _folder.Parts.Clear();
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw", side: 16), "nchw", ("unsafe_any", ["blue", "red"]));
        identities.Add(IdentityOf("unsafe_any"));

        _folder.Parts.Clear();
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw").Then("Abs"), "nchw", ("unsafe_any", ["blue", "red"]));
        identities.Add(IdentityOf("unsafe_any"));

        Assert.Equal(4, identities.Distinct().Count());
        Assert.All(identities, i => Assert.Matches("^[0-9a-f]{64}$", i));
    }

    private string IdentityOf(string metric, Action<ScoringEngineOptions>? configure = null)
    {
        using var engine = _folder.Open(configure);
        Assert.Null(engine.Parts[0].Problem);
        return engine.Scorers.Single(s => s.Metric == metric).Identity;
    }
}
