namespace QualitySuite.Scoring;

/// <summary>
/// An image on its way through a <see cref="ScoringEngine"/>: what needs no model is scored, and the input tensors of the models wait
/// in pooled buffers. Used by one thread at a time.
/// </summary>
public sealed class PreparedImage : IDisposable
{
    private readonly ScoringEngine _engine;
    private readonly List<Score> _scores;
    private readonly List<Embedding> _embeddings = [];
    private readonly List<TruncatedPrompt> _truncatedPrompts = [];

    internal PreparedImage(ScoringEngine engine, string? prompt, int models, int expectedScores)
    {
        _engine = engine;
        _scores = new List<Score>(expectedScores);
        Prompt = string.IsNullOrWhiteSpace(prompt) ? null : prompt;
        Tensors = models == 0 ? [] : new float[models][];
    }

    /// <summary>What the image was asked for; null where nothing was said: metrics that compare the two are absent.</summary>
    public string? Prompt { get; }

    /// <summary>
    /// The scores so far; complete after <see cref="ScoringEngine.Run"/>. A metric that cannot be computed on this image
    /// (BRISQUE on a very small one) or on this machine (<see cref="ScoringEngine.AbsentMetrics"/>) is not here.
    /// </summary>
    public IReadOnlyList<Score> Scores => _scores;

    /// <summary>One a dual encoder, after <see cref="ScoringEngine.Run"/>.</summary>
    public IReadOnlyList<Embedding> Embeddings => _embeddings;

    /// <summary>Scores that see only the beginning of the prompt.</summary>
    public IReadOnlyList<TruncatedPrompt> TruncatedPrompts => _truncatedPrompts;

    /// <summary>One slot an image model; null once it has run.</summary>
    internal float[]?[] Tensors { get; }

    /// <summary>Gives back the buffers. The scores stay.</summary>
    public void Dispose() => _engine.Release(this);

    internal void Add(Score score) => _scores.Add(score);

    internal void Add(Embedding embedding) => _embeddings.Add(embedding);

    internal void Add(TruncatedPrompt truncated) => _truncatedPrompts.Add(truncated);
}
