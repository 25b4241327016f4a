namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>One engine over the repository's starter pack for all tests of a class: loading it takes longer than most of them.</summary>
public sealed class StarterEngine : IDisposable
{
    /// <summary>Batches of five, so that a dozen images need three runs, the last one not full.</summary>
    public ScoringEngine Engine { get; } = Engines.Open(PackFolder.Starter, o => o.MaxBatch = 5);

    public void Dispose() => Engine.Dispose();
}
