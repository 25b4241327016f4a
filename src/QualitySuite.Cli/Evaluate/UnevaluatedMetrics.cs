namespace QualitySuite.Cli.Evaluate;

/// <summary>What is not there to be evaluated, for one reason.</summary>
internal sealed record UnevaluatedMetrics(IReadOnlyList<string> Metrics, string Reason)
{
    public override string ToString() => $"{string.Join(", ", Metrics)}: {Reason}";
}
