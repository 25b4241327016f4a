using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests;

public sealed class SamplingTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_metric_is_computed_for_its_share_of_the_generations_always_the_same_ones()
    {
        _folder.AddWorking();
        using var engine = _folder.Open(o => o.Sampling["sharpness"] = 0.1);
        using var other = _folder.Open(o => o.Sampling["sharpness"] = 0.1);
        var ids = Enumerable.Range(0, 5000).Select(i => new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).ToList();

        var chosen = ids.Where(id => Gets(engine, id, "sharpness")).ToList();

        Assert.InRange(chosen.Count, 420, 580);
        Assert.Equal(chosen, ids.Where(id => Gets(other, id, "sharpness")));
        Assert.All(ids, id => Assert.True(Gets(engine, id, "contrast")));
    }

    [Fact]
    public void What_a_smaller_share_chooses_is_among_what_a_larger_one_does()
    {
        _folder.AddWorking();
        using var engine = _folder.Open(o =>
        {
            o.Sampling["sharpness"] = 0.2;
            o.Sampling["unsafe_porn"] = 0.5;
            o.Sampling["unsafe_any"] = 0.5;
        });
        var ids = Enumerable.Range(0, 2000).Select(i => new Guid(i, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0)).ToList();

        Assert.All(ids.Where(id => Gets(engine, id, "sharpness")), id => Assert.True(Gets(engine, id, "unsafe_porn")));
        Assert.InRange(ids.Count(id => Gets(engine, id, "unsafe_any")), 900, 1100);
    }

    [Theory]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057", 0.58973)]
    [InlineData("00000000-0000-0000-0000-000000000000", 0.21593)]
    public void The_number_of_a_generation_is_the_first_53_bits_of_its_hash(string id, double expected)
    {
        Assert.Equal(expected, ScoringPlans.NumberOf(Guid.Parse(id)), 5);
    }

    [Fact]
    public void A_metric_that_is_left_out_costs_nothing_and_is_named_among_the_skipped()
    {
        _folder.AddWorking();
        using var engine = _folder.Open(o =>
        {
            o.Sampling["unsafe_porn"] = 0;
            o.Sampling["unsafe_any"] = 0;
        });
        using var image = Pictures.Plain(51, 0, 0);
        using var prepared = engine.Prepare(image, null, engine.PlanFor(Guid.Empty));

        Assert.All(prepared.Tensors, Assert.Null);
        engine.Run([prepared]);
        Assert.DoesNotContain(prepared.Scores, s => s.Metric.StartsWith("unsafe", StringComparison.Ordinal));
        Assert.Equal(["unsafe_porn", "unsafe_any"], prepared.Plan.Skipped.Select(s => s.Metric));
    }

    [Fact]
    public void Of_one_classifier_only_the_metrics_that_are_wanted_are_given()
    {
        _folder.AddWorking();
        using var engine = _folder.Open();
        using var image = Pictures.Plain(51, 0, 102);
        using var prepared = engine.Prepare(image, null, engine.PlanFor(new HashSet<string> { "unsafe_any", "contrast" }));
        engine.Run([prepared]);

        Assert.Equal(["contrast", "unsafe_any"], prepared.Scores.Select(s => s.Metric).Order());
    }

    [Theory]
    [InlineData("sharpness", 1.5)]
    [InlineData("sharpness", -0.1)]
    [InlineData("sharpness", double.NaN)]
    [InlineData("thumbs_up_rate", 0.5)]
    [InlineData("nonsense", 0.5)]
    public void A_share_that_cannot_be_meant_is_an_error_that_names_its_key(string metric, double share)
    {
        _folder.AddWorking();

        var exception = Assert.Throws<ArgumentException>(() => _folder.Open(o => o.Sampling[metric] = share));

        Assert.StartsWith($"Sampling:{metric} is ", exception.Message, StringComparison.Ordinal);
    }

    private static bool Gets(ScoringEngine engine, Guid id, string metric) => engine.PlanFor(id).Scorers.Any(s => s.Metric == metric);
}
