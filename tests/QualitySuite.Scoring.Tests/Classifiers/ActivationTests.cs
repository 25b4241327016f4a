using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Classifiers;

/// <summary>A classifier whose outputs are logits; here they are the mean of each colour channel.</summary>
public sealed class ActivationTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Softmax_makes_probabilities_that_exclude_one_another()
    {
        AddWith("softmax", ["red"], ["blue", "green"]);

        var scores = Score();

        // Logits 0.2, 0.4 and 0.6.
        var powers = new[] { Math.Exp(0.2), Math.Exp(0.4), Math.Exp(0.6) };
        Assert.Equal(powers[0] / powers.Sum(), scores["unsafe_porn"], 1e-6);
        Assert.Equal((powers[1] + powers[2]) / powers.Sum(), scores["unsafe_any"], 1e-6);
    }

    [Fact]
    public void Sigmoid_makes_a_probability_of_each_label_for_itself()
    {
        AddWith("sigmoid", ["red"], ["blue"]);

        var scores = Score();

        Assert.Equal(1 / (1 + Math.Exp(-0.2)), scores["unsafe_porn"], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(-0.6)), scores["unsafe_any"], 1e-6);
    }

    [Fact]
    public void Probabilities_of_labels_that_do_not_exclude_one_another_are_not_added_up()
    {
        AddWith("sigmoid", ["red"], ["blue", "green"]);
        using var engine = _folder.Open();

        Assert.Equal("The field 'metrics' adds up labels that do not exclude one another.", engine.Parts[0].Problem);
    }

    [Fact]
    public void Another_activation_is_another_scorer_and_none_is_the_same_as_not_saying_it()
    {
        var (part, _) = AddWith("none", ["red"], ["blue"]);
        var identities = new List<string>();
        foreach (var activation in new[] { "none", "softmax", "sigmoid" })
        {
            part["activation"] = activation;
            identities.Add(Identity());
        }

        part.Remove("activation");

        Assert.Equal(3, identities.Distinct().Count());
        Assert.Equal(identities[0], Identity());
    }

    [Fact]
    public void A_recorded_answer_is_one_after_the_activation()
    {
        var (part, logits) = AddWith("softmax", ["red"], ["blue"]);
        var powers = logits["outputs"]!.AsArray().Select(m => Math.Exp((double)m!)).ToArray();
        var probabilities = logits.DeepClone();
        probabilities["outputs"] = new JsonArray([.. powers.Select(p => JsonValue.Create(p / powers.Sum()))]);
        part["canary"] = probabilities;
        Assert.NotEmpty(Identity());

        part["canary"] = logits;
        using var engine = _folder.Open();
        Assert.StartsWith("On the canary the output 'red' is 0.3", engine.Parts[0].Problem, StringComparison.Ordinal);
    }

    /// <summary>Adds the part without a canary and gives the one that it had: of logits.</summary>
    private (JsonObject Part, JsonNode Logits) AddWith(string activation, string[] porn, string[] any)
    {
        var part = _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw"), "nchw", ("unsafe_porn", porn), ("unsafe_any", any));
        part["activation"] = activation;
        var logits = part["canary"]!.DeepClone();
        part.Remove("canary");
        return (part, logits);
    }

    private Dictionary<string, double> Score()
    {
        using var engine = _folder.Open();
        Assert.Null(engine.Parts[0].Problem);
        using var image = Pictures.Plain(51, 102, 153);
        using var prepared = engine.Prepare(image);
        engine.Run([prepared]);
        return prepared.Scores.ToDictionary(s => s.Metric, s => s.Value);
    }

    private string Identity()
    {
        using var engine = _folder.Open();
        Assert.Null(engine.Parts[0].Problem);
        return engine.Scorers.Single(s => s.Metric == "unsafe_porn").Identity;
    }
}
