using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests;

public sealed class SeveralPacksTests : IDisposable
{
    private readonly PackFolder _first = new();
    private readonly DirectoryInfo _installed = Directory.CreateTempSubdirectory("qualitysuite-installed-");

    public void Dispose()
    {
        _first.Dispose();
        _installed.Delete(recursive: true);
    }

    [Fact]
    public void Installed_packs_score_beside_the_first_one_and_what_is_no_pack_is_refused_by_name()
    {
        _first.AddWorking();
        Install("green", pack => pack.AddMeanColour("leaf", OnnxModel.MeanColour("nchw"), "nchw", ("artifact_grey", ["green"])));
        File.WriteAllText(Path.Combine(_installed.CreateSubdirectory("broken").FullName, "pack.json"), "{");
        _installed.CreateSubdirectory(".partial");
        using var engine = Open();

        var scores = Score(engine, Pictures.Plain(51, 102, 204));

        Assert.Equal(["test", "green"], engine.Packs.Select(p => p.Name));
        Assert.Equal([("broken", true), ("test", false), ("green", false)], engine.Parts.Select(p => (p.Pack, p.Problem is not null)));
        Assert.Equal(0.2, scores.Single(s => s.Metric == "unsafe_porn").Value, 6);
        Assert.Equal(0.4, scores.Single(s => s.Metric == "artifact_grey").Value, 6);
    }

    [Fact]
    public void Two_packs_may_give_the_same_metric_and_both_numbers_stand_side_by_side()
    {
        _first.AddMeanColour("old", OnnxModel.MeanColour("nchw"), "nchw", ("artifact_grey", ["red"]));
        Install("new", pack => pack.AddMeanColour("new", OnnxModel.MeanColour("nhwc"), "nhwc", ("artifact_grey", ["green"])));
        using var engine = Open();

        var scores = Score(engine, Pictures.Plain(51, 102, 204)).Where(s => s.Metric == "artifact_grey").ToList();

        Assert.Equal([0.2, 0.4], scores.Select(s => Math.Round(s.Value, 6)));
        Assert.Equal(2, scores.Select(s => s.Scorer).Distinct().Count());
    }

    [Fact]
    public void The_same_weights_in_two_packs_score_once()
    {
        _first.AddWorking();
        Install("copy", pack => pack.AddWorking("again"));
        using var engine = Open();

        Assert.Single(Score(engine, Pictures.Plain(51, 0, 0)), s => s.Metric == "unsafe_porn");
        Assert.Contains("test", engine.Parts.Single(p => p.Name == "again").Problem, StringComparison.Ordinal);
        Assert.Empty(engine.AbsentMetrics);
    }

    [Fact]
    public void Two_packs_of_one_name_are_one_too_many()
    {
        _first.AddWorking();
        Install("test", pack => pack.AddWorking("again"));
        using var engine = Open();

        Assert.Single(engine.Packs);
        Assert.Contains("'test'", engine.Parts.Single(p => p.Problem is not null).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_sits_on_the_encoder_of_another_pack()
    {
        _first.AddClip();
        Install("head", pack => AddHead(pack, "test/clip"));
        using var engine = Open();
        using var image = Pictures.Blocks(3, 8, 64, 64);
        using var prepared = engine.Prepare(image, "a cat");
        engine.Run([prepared]);

        Assert.All(engine.Parts, p => Assert.Null(p.Problem));
        Assert.Single(prepared.Scores, s => s.Metric == "clip_score");
        Assert.InRange(prepared.Scores.Single(s => s.Metric == "artifact_blur").Value, 0, 1);
        Assert.Single(prepared.Embeddings);
    }

    [Fact]
    public void Texts_as_labels_on_the_encoder_of_another_pack_give_their_probability()
    {
        _first.AddColours();
        Install("head", pack => AddHead(pack, "test/colours", sharp: "red", blurred: "green").Add("scale", 4));
        using var engine = Open();

        // Red has the cosine 1 / root(3/2) with its own word, and half of it with the other.
        Assert.Equal(1 / (1 + Math.Exp(2 / Math.Sqrt(1.5))), Score(engine, Pictures.Plain(255, 0, 0)).Single(s => s.Metric == "artifact_blur").Value, 1e-5);
    }

    [Fact]
    public void A_head_whose_encoder_is_not_there_is_refused_by_name()
    {
        _first.AddWorking();
        Install("head", pack => AddHead(pack, "clip-vit-l14/clip"));
        using var engine = Open();

        Assert.Contains("clip-vit-l14/clip", engine.Parts.Single(p => p.Name == "zero-shot").Problem, StringComparison.Ordinal);
        Assert.Equal(["artifact_blur"], engine.AbsentMetrics.Select(a => a.Metric));
    }

    [Fact]
    public void A_shadow_pack_scores_its_share_of_the_generations_and_no_waiting_caller()
    {
        _first.AddWorking();
        Install("new", pack => pack.AddMeanColour("new", OnnxModel.MeanColour("nhwc"), "nhwc", ("unsafe_porn", ["green"])));
        using var engine = Open(o => o.ShadowPacks["new"] = 0.25);
        var shadow = engine.Scorers[^1].Identity;

        var share = Enumerable.Range(0, 4000).Count(i => engine.PlanFor(new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).Scorers.Any(s => s.Identity == shadow)) / 4000.0;

        Assert.InRange(share, 0.22, 0.28);
        Assert.Equal((0.25, true), engine.Packs.Where(p => p.Name == "new").Select(p => (p.Share, p.Shadow)).Single());
        Assert.DoesNotContain(engine.PlanFor(new HashSet<string>()).Scorers, s => s.Identity == shadow);
        Assert.Single(engine.PlanFor(new HashSet<string> { "unsafe_porn" }).Scorers);
    }

    [Fact]
    public void A_shadow_pack_is_on_trial_and_reaches_no_threshold()
    {
        _first.AddWorking();
        Install("new", pack => pack.AddMeanColour("new", OnnxModel.MeanColour("nhwc"), "nhwc", ("unsafe_porn", ["green"])));
        using var engine = Open(o => o.ShadowPacks["new"] = 1);

        var scores = Score(engine, Pictures.Plain(0, 255, 0)).Where(s => s.Metric == "unsafe_porn").ToList();

        Assert.Equal([0, 1], scores.Select(s => Math.Round(s.Value, 6)));
        Assert.DoesNotContain(scores, engine.Triggers);
        Assert.Equal([false, true], scores.Select(s => engine.IsShadow(s.Scorer)));
    }

    [Fact]
    public void An_encoder_that_only_gives_embeddings_runs_for_its_packs_share_and_for_no_waiting_caller()
    {
        _first.AddWorking();
        Install("encoder", pack => pack.AddClip().Remove("metric"));
        using var engine = Open(o => o.ShadowPacks["encoder"] = 0.3);
        using var image = Pictures.Blocks(3, 8, 64, 64);

        var share = Enumerable.Range(0, 3000).Count(i => engine.PlanFor(new Guid(i, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0)).Models[1]) / 3000.0;
        using var gate = engine.Prepare(image, null, engine.PlanFor(new HashSet<string> { "contrast" }));
        using var everything = engine.Prepare(image, null, engine.PlanFor(new HashSet<string>()));
        engine.Run([gate, everything]);

        Assert.InRange(share, 0.27, 0.33);
        Assert.Empty(gate.Embeddings);
        Assert.Empty(everything.Embeddings);
    }

    [Fact]
    public void Only_the_named_ones_of_the_installed_packs_are_used()
    {
        _first.AddWorking();
        Install("green", pack => pack.AddMeanColour("leaf", OnnxModel.MeanColour("nchw"), "nchw", ("artifact_grey", ["green"])));
        Install("blue", pack => pack.AddMeanColour("sky", OnnxModel.MeanColour("nchw"), "nchw", ("artifact_blur", ["blue"])));
        using var engine = Open(o => o.Packs.Add("blue"));

        Assert.Equal(["test", "blue"], engine.Packs.Select(p => p.Name));
        Assert.Contains("'red'", Assert.Throws<ArgumentException>(() => Open(o => o.Packs.Add("red"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shadow_pack_that_is_not_there_is_an_error_that_names_it()
    {
        _first.AddWorking();

        var exception = Assert.Throws<ArgumentException>(() => Open(o => o.ShadowPacks["new"] = 0.5));

        Assert.StartsWith("ShadowPacks:new is 0.5: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("test", exception.Message, StringComparison.Ordinal);
    }

    private static JsonObject AddHead(PackFolder pack, string encoder, string sharp = "a sharp photo", string blurred = "a blurred photo")
    {
        File.WriteAllText(Path.Combine(pack.Path, "card.md"), "Made for a test.");
        var head = new JsonObject
        {
            ["name"] = "zero-shot",
            ["kind"] = "head",
            ["description"] = "zero-shot",
            ["licence"] = "MIT",
            ["card"] = "card.md",
            ["encoder"] = encoder,
            ["prompts"] = new JsonObject { ["sharp"] = new JsonArray(sharp), ["blurred"] = new JsonArray(blurred) },
            ["output"] = "softmax",
            ["metrics"] = new JsonArray(new JsonObject { ["metric"] = "artifact_blur", ["labels"] = new JsonArray("blurred") }),
        };
        pack.Parts.Add(head);
        return head;
    }

    private static IReadOnlyList<Score> Score(ScoringEngine engine, QualitySuite.Imaging.RgbImage picture)
    {
        using var image = picture;
        using var prepared = engine.Prepare(image);
        engine.Run([prepared]);
        return prepared.Scores;
    }

    private void Install(string name, Action<PackFolder> fill)
    {
        using var pack = new PackFolder();
        pack.Manifest["name"] = name;
        fill(pack);
        pack.Save();
        var folder = _installed.CreateSubdirectory(name);
        foreach (var file in Directory.EnumerateFiles(pack.Path))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }
    }

    private ScoringEngine Open(Action<ScoringEngineOptions>? configure = null) => _first.Open(o =>
    {
        o.InstalledPacks = _installed.FullName;
        configure?.Invoke(o);
    });
}
