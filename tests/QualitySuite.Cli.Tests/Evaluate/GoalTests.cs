using QualitySuite.Cli.Evaluate;
using QualitySuite.Scenes.Faults;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Tests.Evaluate;

public sealed class GoalTests
{
    [Fact]
    public void A_pack_that_is_as_good_as_wanted_meets_every_goal_and_its_worst_label_is_named()
    {
        var goals = Goals(attribute: 0.85, count: 0.75, drop: -9, p: 0.0009, area: metric => metric == "artifact_seam" ? 0.95 : 0.99, alarms: metric => metric == "artifact_any" ? 19 : 0);

        Assert.All(goals, goal => Assert.Equal("met", goal.Verdict));
        Assert.Equal(["0.850", "0.750", "0.0009", "0.0009", "at worst 0.950 (artifact_seam)", "at worst 1.9 % (artifact_any)"], goals.Select(goal => goal.Reached));
    }

    [Fact]
    public void What_is_just_below_is_missed_and_every_label_that_misses_is_named()
    {
        var goals = Goals(
            attribute: 0.8499, count: 0.7499, drop: -9, p: 0.001, area: metric => metric is "artifact_seam" or "artifact_grey" ? 0.94 : 0.99, alarms: metric => metric == "artifact_blur" ? 20 : 1);

        Assert.All(goals, goal => Assert.Equal("missed", goal.Verdict));
        Assert.Equal("0.940 (artifact_seam), 0.940 (artifact_grey)", goals[4].Reached);
        Assert.Equal("2.0 % (artifact_blur)", goals[5].Reached);
    }

    [Fact]
    public void A_faulty_version_that_scores_higher_is_no_drop() =>
        Assert.Equal(
            ["met", "met", "missed", "missed", "met", "met"], Goals(attribute: 1, count: 1, drop: 9, p: 0, area: _ => 1, alarms: _ => 0).Select(goal => goal.Verdict));

    [Fact]
    public void What_is_absent_is_not_measured() => Assert.All(Of(null, []), goal => Assert.Equal(("not measured", "-"), (goal.Verdict, goal.Reached)));

    private static IReadOnlyList<Goal> Goals(double attribute, double count, double drop, double p, Func<string, double> area, Func<string, int> alarms)
    {
        var (whole, all) = (new Interval(0, 1), new CountedShare(800, 800));
        VersionRow Version(Fault fault) => new(fault, 200, 60, new MeanDifference(drop, 1, 398, drop, p, new Interval(drop - 2, drop + 2)));
        var alignment = new AlignmentResult(
            [new MismatchRow(MismatchRow.Attribute, new RocArea(attribute, whole), all), new MismatchRow(MismatchRow.Count, new RocArea(count, whole), all)],
            [], all, 100, [Version(Fault.WrongAttribute), Version(Fault.WrongCount)]);
        var artifacts = ArtifactMetric.Labels.Keys.Append(ArtifactMetric.Any).Select(metric => new ArtifactRow(
            metric, 0.5, Severity.All.ToDictionary(severity => severity, RocArea? (severity) => new RocArea(severity == Severity.Medium ? area(metric) : 0, whole)),
            new CountedShare(100, 100), new CountedShare(alarms(metric), 1000)));
        return Of(alignment, artifacts);
    }

    private static IReadOnlyList<Goal> Of(AlignmentResult? alignment, IEnumerable<ArtifactRow> artifacts) => new Evaluation
    {
        Pack = "p 1",
        Sizes = new EvaluationSizes(800),
        Scorers = new Dictionary<string, string>(),
        Absent = [],
        Alignment = alignment,
        Words = null,
        Artifacts = [.. artifacts],
    }.Goals;
}
