namespace QualitySuite.Scoring;

/// <summary>
/// An image on its way through a <see cref="ScoringEngine"/>: what needs no model is scored, and the input tensors of the models wait
/// in pooled buffers. Used by one thread at a time.
/// </summary>
public sealed class PreparedImage : IDisposable
{
    private readonly ScoringEngine _engine;
    private readonly List<Score> _scores;

    internal PreparedImage(ScoringEngine engine, int classifiers, int expectedScores)
    {
        _engine = engine;
        _scores = new List<Score>(expectedScores);
        Tensors = classifiers == 0 ? [] : new float[classifiers][];
    }

    /// <summary>
    /// The scores so far; complete after <see cref="ScoringEngine.Run"/>. A metric that cannot be computed on this image
    /// (BRISQUE on a very small one) or on this machine (<see cref="ScoringEngine.AbsentMetrics"/>) is not here.
    /// </summary>
    public IReadOnlyList<Score> Scores => _scores;

    /// <summary>One slot a classifier; null once it has run.</summary>
    internal float[]?[] Tensors { get; }

    /// <summary>Gives back the buffers. The scores stay.</summary>
    public void Dispose() => _engine.Release(this);

    internal void Add(Score score) => _scores.Add(score);
}
