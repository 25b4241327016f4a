using QualitySuite.Contracts.Generations;
using QualitySuite.Reviewer.Generations;

namespace QualitySuite.UiTests.Unit;

public sealed class UnusualScoresTests
{
    [Fact]
    public void The_farthest_from_the_others_comes_first_whatever_its_unit()
    {
        var shown = Enumerable.Range(0, 20).Select(i => Image(("brisque", 30 + (i % 5)), ("contrast", 0.2 + (0.01 * (i % 5))))).ToList();
        var odd = Image(("brisque", 36), ("contrast", 0.9));
        shown.Add(odd);

        Assert.Equal(["contrast", "brisque"], new UnusualScores(shown).Of(odd, count: 2).Select(s => s.Metric.Id));
    }

    [Fact]
    public void A_single_blank_image_among_good_ones_is_the_most_unusual_and_the_good_ones_are_not()
    {
        var good = Image(("blank", 0), ("brisque", 31));
        var blank = Image(("blank", 1), ("brisque", 33));
        var unusual = new UnusualScores([good, Image(("blank", 0), ("brisque", 32)), Image(("blank", 0), ("brisque", 30)), blank]);

        Assert.Equal("blank", unusual.Of(blank, count: 1).Single().Metric.Id);
        Assert.DoesNotContain("blank", unusual.Of(good, count: 5).Select(s => s.Metric.Id));
    }

    [Fact]
    public void Scores_of_other_scorers_do_not_count()
    {
        var image = Image(("brisque", 31)) with { Scores = [new Score("brisque", 99, "other", DateTimeOffset.UnixEpoch, Primary: false)] };

        Assert.Empty(new UnusualScores([image]).Of(image, count: 2));
    }

    private static GenerationSummary Image(params (string Metric, double Value)[] scores) => new()
    {
        Id = Guid.NewGuid(),
        CreatedAt = DateTimeOffset.UnixEpoch,
        App = "a",
        Prompt = "",
        Model = new ModelInfo("m", "1"),
        Outcome = GenerationOutcome.Succeeded,
        Status = ScoringStatus.Scored,
        Links = new GenerationLinks("", null),
        Scores = [.. scores.Select(s => new Score(s.Metric, s.Value, "s", DateTimeOffset.UnixEpoch))],
    };
}
