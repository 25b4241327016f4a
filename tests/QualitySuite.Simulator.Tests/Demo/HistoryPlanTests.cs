using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes.Faults;
using QualitySuite.Simulator.Demo;

namespace QualitySuite.Simulator.Tests.Demo;

public sealed class HistoryPlanTests
{
    private static readonly DateTimeOffset End = new(2026, 5, 20, 9, 41, 7, TimeSpan.Zero);
    private static readonly SimulatorOptions Options = new();
    private static readonly Fault[] Artifacts =
    [
        Fault.Blur, Fault.Noise, Fault.Oversaturation, Fault.Black, Fault.Banding, Fault.Checkerboard, Fault.Seam, Fault.JpegBlocks, Fault.WatermarkText, Fault.Grey,
    ];

    private static readonly HistoryPlan Plan = HistoryPlan.Create(Options, End);

    [Fact]
    public void The_history_has_the_size_asked_for_within_its_days()
    {
        Assert.InRange(Plan.Generations, 2000, 2003);
        var steps = Plan.Visits.SelectMany(visit => visit.Steps).ToList();
        Assert.All(steps, step => Assert.InRange(step.CreatedAt, End.AddDays(-14), End));
        Assert.All(steps, step => Assert.True(step.EndsAt < End));
        Assert.Distinct(steps.Select(step => step.Id));
    }

    [Fact]
    public void Days_are_busier_than_nights_and_weekdays_than_weekends()
    {
        var times = Plan.Visits.Select(visit => visit.Steps[0].CreatedAt).ToList();
        var (day, night) = (times.Count(t => t.Hour is >= 12 and < 20), times.Count(t => t.Hour < 8));
        var weekend = times.Count(t => t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);

        Assert.True(day > 2.5 * night, $"{day} by day, {night} by night");
        Assert.InRange(weekend / (double)times.Count, 0.15, 0.27);
        Assert.True(night > 20);
    }

    [Fact]
    public void The_first_tenth_of_the_import_already_covers_every_day()
    {
        var days = Plan.Visits.Take(Plan.Visits.Count / 10).Select(visit => (int)(End - visit.Steps[0].CreatedAt).TotalDays);
        Assert.Equal(Enumerable.Range(0, 14), days.Distinct().Order());
    }

    [Fact]
    public void The_same_end_gives_the_same_plan_and_the_first_id_tells_the_end()
    {
        var again = HistoryPlan.Create(new SimulatorOptions(), End);
        Assert.Equal(
            Plan.Visits.SelectMany(v => v.Steps).Select(s => (s.Id, s.CreatedAt, s.Result.Job, s.Result.Fault, s.Exposure)),
            again.Visits.SelectMany(v => v.Steps).Select(s => (s.Id, s.CreatedAt, s.Result.Job, s.Result.Fault, s.Exposure)));

        Assert.Equal(HistoryPlan.FirstId(Options), Plan.Visits[0].Steps[0].Id);
        Assert.Equal(End - HistoryPlan.Margin, Plan.Visits[0].Steps[0].CreatedAt);
    }

    [Fact]
    public void What_is_shown_further_down_is_downloaded_less()
    {
        var shown = Plan.Visits.SelectMany(visit => visit.Steps).Where(step => step.Exposure?.Surface == "grid").ToLookup(step => step.Exposure!.Position);
        double Downloaded(int place) => shown[place].Average(step => step.Reaction.Actions.Any(action => action.Type == BehaviourType.Download) ? 1.0 : 0);

        Assert.True(Downloaded(1) > Downloaded(3) + 0.05 && Downloaded(1) > Downloaded(4) + 0.05, $"{Downloaded(1):P1}, {Downloaded(3):P1}, {Downloaded(4):P1}");
    }

    [Fact]
    public void Another_app_or_seed_shares_no_id_with_this_history()
    {
        var ids = Plan.Visits.SelectMany(v => v.Steps).Select(s => s.Id).ToHashSet();
        foreach (var other in new[] { new SimulatorOptions { Seed = 21 }, new SimulatorOptions { App = "other" } })
        {
            Assert.DoesNotContain(HistoryPlan.Create(other, End).Visits.SelectMany(v => v.Steps), step => ids.Contains(step.Id));
        }
    }

    [Fact]
    public void Whoever_goes_on_has_a_child_of_that_relation()
    {
        foreach (var visit in Plan.Visits)
        {
            Assert.Null(visit.Steps[0].Parent);
            foreach (var (step, next) in visit.Steps.Zip(visit.Steps.Skip(1)))
            {
                Assert.Equal(new ParentLink(step.Id.ToString(), step.Reaction.GoesOn), next.Parent);
                Assert.True(next.CreatedAt > step.EndsAt);
            }
        }

        var relations = Plan.Visits.SelectMany(v => v.Steps).GroupBy(s => s.Parent?.Relation).ToDictionary(g => g.Key?.ToString() ?? "none", g => g.Count());
        Assert.InRange(relations["Regeneration"], 150, 600);
        Assert.InRange(relations["Edit"], 50, 300);
        Assert.InRange(relations["Upscale"], 10, 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(17)]
    public void Every_artifact_has_a_day_on_which_it_is_several_times_as_frequent_as_usual(int hourOfEnd)
    {
        var plan = HistoryPlan.Create(Options, End.AddHours(hourOfEnd - End.Hour));
        var days = plan.Visits.SelectMany(visit => visit.Steps).GroupBy(step => step.CreatedAt.UtcDateTime.Date).Where(day => day.Count() >= 40).ToList();
        foreach (var fault in Artifacts)
        {
            double[] shares = [.. days.Select(day => day.Count(step => step.Result.Fault == fault) / (double)day.Count()).Order()];
            var (usual, most) = (shares[shares.Length / 2], shares[^1]);
            Assert.True(most > 0.07 && most > 3 * usual, $"{fault}: {usual:P1} on a usual day, {most:P1} at most");
        }
    }

    [Fact]
    public void Most_images_are_fine_in_spite_of_all_that_breaks()
    {
        var fine = Plan.Visits.SelectMany(visit => visit.Steps).GroupBy(step => step.Result.Job.Model.Version)
            .ToDictionary(version => version.Key, version => version.Average(step => step.Result.Fault == Fault.None ? 1.0 : 0));

        Assert.InRange(Plan.Visits.SelectMany(visit => visit.Steps).Average(step => step.Result.Fault == Fault.None ? 1.0 : 0), 0.5, 0.8);
        Assert.InRange(fine["1.0"], 0.4, 0.7);
        Assert.InRange(fine["1.1"], 0.6, 0.8);
        Assert.InRange(fine["1.2"], 0.4, 0.6);
    }

    [Fact]
    public void The_third_version_is_visibly_worse_than_the_second()
    {
        double Content(string version) => Plan.Visits.SelectMany(v => v.Steps).Where(s => s.Result.Job.Model.Version == version).Average(s => s.Reaction.IsContent ? 1 : 0);
        Assert.True(Content("1.1") > Content("1.0") + 0.02);
        Assert.True(Content("1.1") > Content("1.2") + 0.08);
    }
}
