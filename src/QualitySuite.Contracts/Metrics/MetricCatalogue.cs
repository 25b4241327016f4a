using System.Collections.Frozen;

namespace QualitySuite.Contracts.Metrics;

/// <summary>The one list of metrics. Ids never change their meaning; a changed formula is a new scorer, a changed meaning a new id.</summary>
public static class MetricCatalogue
{
    /// <summary>All metrics, in the order in which pages show them.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        .. AutomatedMetrics.All,
        .. DistributionMetrics.All,
        .. FeedbackMetrics.All,
        .. BehaviourMetrics.All,
        .. ReviewMetrics.All,
    ];

    private static readonly FrozenDictionary<string, MetricDefinition> ById = All.ToFrozenDictionary(m => m.Id, StringComparer.Ordinal);

    /// <summary>The metric with this id, or null.</summary>
    public static MetricDefinition? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary><paramref name="bins"/> equal bins from <paramref name="low"/> to <paramref name="high"/>: bins + 1 ascending edges.</summary>
    internal static double[] Edges(double low, double high, int bins)
    {
        var edges = new double[bins + 1];
        for (var i = 0; i <= bins; i++)
        {
            edges[i] = low + ((high - low) * i / bins);
        }

        return edges;
    }

    /// <summary>Bins that double in width, for measures with a long right tail: 0, then <paramref name="first"/> * 2^i.</summary>
    internal static double[] DoublingEdges(double first, int bins)
    {
        var edges = new double[bins + 1];
        for (var i = 1; i <= bins; i++)
        {
            edges[i] = first * Math.Pow(2, i - 1);
        }

        return edges;
    }

    internal static MetricDefinition Rate(
        string id, string name, MetricKind kind, MetricDirection direction, string description, string numerator, string denominator) => new()
        {
            Id = id,
            DisplayName = name,
            Description = description,
            Unit = "share",
            Minimum = 0,
            Maximum = 1,
            Direction = direction,
            Kind = kind,
            Numerator = numerator,
            IsProportion = true,
            Denominator = denominator,
            HistogramEdges = [0, 0.5, 1],
        };
}
