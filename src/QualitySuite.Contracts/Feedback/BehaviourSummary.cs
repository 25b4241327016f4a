using System.Text.Json.Serialization;

namespace QualitySuite.Contracts.Feedback;

/// <summary>
/// What users made of a generation that was shown, computed at reading from the times of the events about it. How each is counted stands with its metric
/// in the catalogue. Regenerated, edited and upscaled are also those from which a generation with that relation was made, when the event was lost.
/// </summary>
/// <param name="ShownAt">Its first event.</param>
/// <param name="Regenerated">By anyone, whenever; so are the next five.</param>
/// <param name="Downloaded">At least once.</param>
/// <param name="Shared">At least once.</param>
/// <param name="Edited">At least once.</param>
/// <param name="Upscaled">At least once.</param>
/// <param name="Dismissed">At least once.</param>
/// <param name="DwellSeconds">The sum of its dwell events; null: there is none.</param>
/// <param name="Responded">It got a thumb, stars or a report.</param>
/// <param name="SessionEnded">The last event of the session in which it was first shown; null while that has not been silent for 30 minutes.</param>
/// <param name="Abandoned">That session had no download, share, edit, upscale or regeneration of it; null until it has ended.</param>
public sealed record BehaviourSummary(
    DateTimeOffset ShownAt, bool Regenerated, bool Downloaded, bool Shared, bool Edited, bool Upscaled, bool Dismissed, double? DwellSeconds, bool Responded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? SessionEnded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool? Abandoned);
