namespace QualitySuite.Monitor.SetMetrics;

/// <summary>A window whose values are not up to date.</summary>
/// <param name="Id">Its row.</param>
/// <param name="StartsAt">Start of its UTC day.</param>
/// <param name="Encoder">Whose embeddings.</param>
/// <param name="App">Empty: all apps.</param>
/// <param name="ModelVersion">Empty: all versions.</param>
/// <param name="Sample">How and from which images its values were computed; null: it has none.</param>
/// <param name="Changes">The number of changes that a computation begun now has seen.</param>
internal sealed record SetWindow(long Id, DateTimeOffset StartsAt, string Encoder, string App, string ModelVersion, string? Sample, long Changes)
{
    /// <summary>What a window is compared with: the app's images of as many days before it, whatever their model version.</summary>
    public static readonly TimeSpan ReferenceLength = TimeSpan.FromDays(7);

    public static readonly TimeSpan Length = TimeSpan.FromDays(1);
}
