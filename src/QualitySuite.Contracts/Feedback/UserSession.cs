using System.Text.Json.Serialization;

namespace QualitySuite.Contracts.Feedback;

/// <summary>
/// The events of one session key (of one user key where there is none) of one app, ended by 30 minutes of silence; computed when it is read, so that
/// events which come late change it.
/// </summary>
/// <param name="Id">That of its first event, as the suite has it; another one when an earlier event comes late.</param>
/// <param name="App">Of the generations.</param>
/// <param name="Started">Its first event.</param>
/// <param name="Ended">Its last event; null while that is less than 30 minutes ago: the session is open.</param>
/// <param name="LastEventAt">Its last event so far.</param>
/// <param name="Events">How many.</param>
/// <param name="Shown">Generations with an event in it.</param>
/// <param name="Downloaded">Of these the downloaded ones; so are the next five.</param>
/// <param name="Shared">Generations.</param>
/// <param name="Regenerated">Generations with a regenerate event in it, or from which one was made before its end; so for edited and upscaled.</param>
/// <param name="Edited">Generations.</param>
/// <param name="Upscaled">Generations.</param>
/// <param name="Dismissed">Generations.</param>
/// <param name="DwellSeconds">The sum of its dwell events; 0: there is none.</param>
/// <param name="Abandoned">Nothing in it was downloaded, shared, edited, upscaled or regenerated; null while it is open.</param>
public sealed record UserSession(
    Guid Id, string App, DateTimeOffset Started,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? Ended,
    DateTimeOffset LastEventAt, long Events, long Shown, long Downloaded, long Shared, long Regenerated, long Edited, long Upscaled, long Dismissed,
    double DwellSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool? Abandoned);
