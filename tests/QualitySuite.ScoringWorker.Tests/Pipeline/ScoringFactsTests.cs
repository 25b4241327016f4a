using QualitySuite.Scoring;
using QualitySuite.ScoringWorker.Gate;

namespace QualitySuite.ScoringWorker.Tests.Pipeline;

public sealed class ScoringFactsTests(StarterEngine starter)
{
    [Fact]
    public void What_was_not_sampled_and_what_has_no_value_are_told_apart()
    {
        var facts = new ScoringFacts(starter.Engine).Of(Score(prompt: null, starter.Engine.PlanFor(Guid.NewGuid())));

        Assert.Equal(["sharpness"], facts.Single(f => f.Kind == "not_sampled").Metrics!);
        Assert.Equal(["clip_score"], facts.Single(f => f.Kind == "not_applicable").Metrics!);
    }

    [Fact]
    public void An_image_with_everything_has_nothing_to_tell()
    {
        Assert.DoesNotContain(new ScoringFacts(starter.Engine).Of(Score("a red apple", plan: null)), f => f.Kind is "not_sampled" or "not_applicable" or "model_failed" or "model_missing");
    }

    [Fact]
    public void A_waiting_caller_hears_of_the_metrics_that_were_asked_for_and_of_no_others()
    {
        var metrics = new HashSet<string> { "clip_score", "aesthetic", "unsafe_violence" };
        var facts = new GateFacts(starter.Engine, new ScoringFacts(starter.Engine)).Of(Score(prompt: null, starter.Engine.PlanFor(metrics)), metrics);

        Assert.Equal(["aesthetic", "unsafe_violence"], facts.Where(f => f.Kind == "not_installed").SelectMany(f => f.Metrics!).Order());
        Assert.Equal(["clip_score"], facts.Single(f => f.Kind == "not_applicable").Metrics!);
        Assert.Equal(3, facts.Count);
    }

    private PreparedImage Score(string? prompt, ScoringPlan? plan)
    {
        using var image = StarterEngine.Draw();
        var prepared = starter.Engine.Prepare(image, prompt, plan);
        starter.Engine.Run([prepared]);
        return prepared;
    }
}
