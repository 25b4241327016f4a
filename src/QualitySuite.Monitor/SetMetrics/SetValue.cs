using QualitySuite.Statistics;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>What was found of one metric of a window.</summary>
/// <param name="Metric">Catalogue id.</param>
/// <param name="Value">Null: see <paramref name="Missing"/>.</param>
/// <param name="NoChange">Where it lies if nothing has changed; null: there was nothing to compare with.</param>
/// <param name="Images">In the window's sample.</param>
/// <param name="ReferenceImages">In the reference's.</param>
/// <param name="NeededImages">How many each of them takes, where that is why there is no value; null also where no number of images would do.</param>
/// <param name="Missing">Why there is no value, for people.</param>
internal sealed record SetValue(
    string Metric, double? Value, Interval? NoChange, int Images, int ReferenceImages, int? NeededImages = null, string? Missing = null);
