namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>A checked comparison request. No generation is in both groups.</summary>
/// <param name="A">What a generation of the group a meets, all of it.</param>
/// <param name="B">The same of b.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="App">Only generations of this app; null: of all.</param>
internal sealed record CompareRequest(IReadOnlyList<Condition> A, IReadOnlyList<Condition> B, DateTimeOffset From, DateTimeOffset To, string? App);

/// <summary>What a generation's dimension must be; empty: it has none.</summary>
internal sealed record Condition(Dimension Dimension, string Value);
