using System.Diagnostics.CodeAnalysis;

namespace QualitySuite.Contracts.Metrics;

/// <summary>A catalogue entry as the API answers it: the metric, with what this deployment has for it.</summary>
public sealed record MetricEntry : MetricDefinition
{
    public MetricEntry()
    {
    }

    /// <summary>The metric as the catalogue has it.</summary>
    [SetsRequiredMembers]
    public MetricEntry(MetricDefinition definition)
        : base(definition)
    {
    }

    /// <summary>False: nothing in this deployment computes it, see <see cref="Missing"/>.</summary>
    public bool Installed { get; init; }

    /// <summary>What is missing; null when installed.</summary>
    public string? Missing { get; init; }

    /// <summary>Identities of the registered scorers, or encoders for a metric of sets, oldest first; empty for other metrics.</summary>
    public IReadOnlyList<string> Scorers { get; init; } = [];
}
