using QualitySuite.Scenes;

namespace QualitySuite.Simulator.Demo;

/// <summary>
/// The visits of the history, in an order that has nothing to do with time, so that charts have their whole width early.
/// Same options and end, same plan.
/// </summary>
public sealed class HistoryPlan
{
    /// <summary>Every visit begins at least this long before the history's end, and ends before it.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(30);

    private const string NamePrefix = "history-";
    private const double BusiestHour = 16;
    private const double WeekendShare = 0.7;

    private HistoryPlan(IReadOnlyList<Visit> visits) => Visits = visits;

    public IReadOnlyList<Visit> Visits { get; }

    /// <summary>Generations in all visits together: the number asked for, or up to three more, as a visit is not cut short.</summary>
    public int Generations => Visits.Sum(visit => visit.Steps.Count);

    /// <summary>The id of the first generation of the first visit, known without the plan. It is created at the end less <see cref="Margin"/>.</summary>
    public static Guid FirstId(SimulatorOptions options) => NameBasedId.Of($"{options.App}/{options.Seed}/{NamePrefix}0/0");

    public static HistoryPlan Create(SimulatorOptions options, DateTimeOffset end)
    {
        var planner = new VisitPlanner(options);
        var latest = options.HistoryLength - Margin;
        var visits = new List<Visit>();
        for (var (i, generations) = (0, 0); generations < options.HistoryCount; i++)
        {
            var name = NamePrefix + i;
            var progress = i == 0 ? 1 : Moment(end - options.HistoryLength, latest, new Random(Seeds.Of(options.Seed, "moment", i)));
            var visit = planner.Plan(name, end - options.HistoryLength + latest * progress, progress);
            visits.Add(visit);
            generations += visit.Steps.Count;
        }

        return new HistoryPlan(visits);
    }

    /// <summary>How busy the service is at a time, 0 to 1: least in the small hours UTC, less at weekends.</summary>
    public static double Busyness(DateTimeOffset time)
    {
        var day = 0.55 + 0.45 * Math.Cos(2 * Math.PI * (time.UtcDateTime.TimeOfDay.TotalHours - BusiestHour) / 24);
        return time.UtcDateTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? day * WeekendShare : day;
    }

    /// <summary>A share of the span, drawn by <see cref="Busyness"/> (rejection sampling).</summary>
    private static double Moment(DateTimeOffset start, TimeSpan span, Random random)
    {
        while (true)
        {
            var share = random.NextDouble();
            if (random.NextDouble() < Busyness(start + span * share))
            {
                return share;
            }
        }
    }
}
