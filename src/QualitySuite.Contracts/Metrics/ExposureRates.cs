using System.Text.Json.Serialization;

namespace QualitySuite.Contracts.Metrics;

/// <summary>
/// A metric by the place at which an image was shown: what is clicked depends on that, whatever the image. The place is the first one that an event
/// about the image tells.
/// </summary>
/// <param name="Metric">Catalogue id, of a metric of feedback or behaviour.</param>
/// <param name="Places">By surface, then position; those without a surface and those without a position come last. At most 500.</param>
public sealed record ExposureRates(string Metric, IReadOnlyList<ExposureRate> Places);

/// <summary>One place.</summary>
/// <param name="Surface">Null: no event told one.</param>
/// <param name="Position">From 1; null: no event told one.</param>
/// <param name="N">What the metric counts over, there.</param>
/// <param name="Mean">Mean, or the proportion.</param>
/// <param name="Ci95">As of <see cref="TimeSeriesPoint"/>.</param>
/// <param name="Reliable">As of <see cref="TimeSeriesPoint"/>.</param>
/// <param name="NeededN">As of <see cref="TimeSeriesPoint"/>.</param>
public sealed record ExposureRate(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Surface,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Position,
    long N, double Mean, IReadOnlyList<double>? Ci95, bool Reliable, long? NeededN);
