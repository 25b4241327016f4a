using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests;

public sealed class FailingPartTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_that_fails_on_one_image_takes_only_its_own_metrics_from_that_image()
    {
        using var engine = OpenWithLogarithm();
        using var bright = Pictures.Plain(200, 200, 200);
        using var black = Pictures.Plain(0, 200, 200);
        using var dim = Pictures.Plain(40, 40, 40);
        PreparedImage[] batch = [engine.Prepare(bright), engine.Prepare(black), engine.Prepare(dim)];

        engine.Run(batch);

        Assert.Equal([true, false, true], batch.Select(i => i.Scores.Any(s => s.Metric == "artifact_grey")));
        Assert.All(batch, i => Assert.Contains(i.Scores, s => s.Metric == "unsafe_porn"));
        Assert.All(batch, i => Assert.Contains(i.Scores, s => s.Metric == "contrast"));
        Assert.Equal(("test", "logarithm"), batch[1].Failures.Select(f => (f.Pack, f.Part)).Single());
        Assert.Equal(["artifact_grey"], batch[1].Failures[0].Metrics);
        Assert.Contains("not finite", batch[1].Failures[0].Reason, StringComparison.Ordinal);
        Assert.Empty(batch[0].Failures);
        Assert.All(batch[1].Tensors, Assert.Null);
    }

    [Fact]
    public void A_part_is_failing_until_it_scores_an_image_again()
    {
        using var engine = OpenWithLogarithm();
        using var black = Pictures.Plain(0, 0, 0);
        using var bright = Pictures.Plain(200, 200, 200);
        engine.Run([engine.Prepare(black), engine.Prepare(black)]);

        Assert.Equal(("logarithm", 2), engine.FailingParts.Select(p => (p.Part, p.Images)).Single());

        engine.Run([engine.Prepare(bright)]);

        Assert.Empty(engine.FailingParts);
    }

    [Fact]
    public void A_model_that_fails_on_an_image_that_is_alone_is_run_and_counted_once()
    {
        using var engine = OpenWithLogarithm();
        using var black = Pictures.Plain(0, 0, 0);
        using var prepared = engine.Prepare(black);

        engine.Run([prepared]);

        Assert.Single(prepared.Failures);
        Assert.Equal(1, engine.FailingParts.Single().Images);
    }

    private ScoringEngine OpenWithLogarithm()
    {
        _folder.AddWorking();
        _folder.AddMeanColour("logarithm", OnnxModel.MeanColour("nchw").Then("Log").Then("Neg"), "nchw", ("artifact_grey", ["red"])).Remove("canary");
        var engine = _folder.Open();
        Assert.All(engine.Parts, p => Assert.Null(p.Problem));
        return engine;
    }
}
