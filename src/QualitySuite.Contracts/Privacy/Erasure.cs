namespace QualitySuite.Contracts.Privacy;

/// <summary>Answer to <c>DELETE /v1/users/{userKey}</c>; <c>GET /v1/erasures/{id}</c> is the receipt.</summary>
public sealed record ErasureAccepted(Guid ErasureId);

/// <summary>The receipt of an erasure. It says nothing of whose it was.</summary>
/// <param name="Id">The erasure.</param>
/// <param name="App">The only app whose rows are erased; null: every app.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="State">Done once every owner is.</param>
/// <param name="FinishedAt">When it was; null: it is not.</param>
/// <param name="Owners">What each owner of data has removed.</param>
/// <param name="Counts">The owners' counts together.</param>
public sealed record Erasure(
    Guid Id, string? App, DateTimeOffset RequestedAt, ErasureState State, DateTimeOffset? FinishedAt, IReadOnlyList<OwnerErasure> Owners,
    IReadOnlyDictionary<string, long> Counts);

/// <summary>What one owner has removed: rows by kind, images, and windows of days that are computed anew (a day as often as it was
/// counted).</summary>
public sealed record OwnerErasure(string Owner, ErasureState State, IReadOnlyDictionary<string, long> Counts, DateTimeOffset? FinishedAt);

/// <summary>Where an erasure stands.</summary>
public enum ErasureState
{
    Pending,
    Done,
}
