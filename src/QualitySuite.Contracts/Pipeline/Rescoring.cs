namespace QualitySuite.Contracts.Pipeline;

/// <summary>
/// Asks for another scoring of what was scored before, by the scorers that the workers have now. What a scorer has given an image stays as
/// it is; only numbers that an image lacks are added.
/// </summary>
public sealed record RescoreRequest
{
    /// <summary>Inclusive; by the generations' createdAt.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Absent: all apps.</summary>
    public string? App { get; init; }

    /// <summary>Absent: all versions.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>Identity of a registered scorer: only images without a score of it. Absent: all.</summary>
    public string? Scorer { get; init; }

    /// <summary>Images queued by one call at most, 1 to 1000; absent: 500.</summary>
    public int? Limit { get; init; }

    /// <summary>The nextCursor of the call before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What one call queued.</summary>
/// <param name="Queued">Images that wait for the workers now.</param>
/// <param name="AlreadyPending">Images that waited already.</param>
/// <param name="NextCursor">For the next call; null: everything that was asked for is queued.</param>
public sealed record Rescored(int Queued, int AlreadyPending, string? NextCursor);
