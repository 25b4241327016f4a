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
    private List<TruncatedPrompt>? _truncatedPrompts;
    private List<WordCoverage>? _wordCoverages;
    private List<FailedPart>? _failures;

    internal PreparedImage(ScoringEngine engine, string? prompt, ScoringPlan plan)
    {
        _engine = engine;
        Plan = plan;
        _scores = new List<Score>(plan.Scorers.Count);
        Prompt = string.IsNullOrWhiteSpace(prompt) ? null : prompt;
        Tensors = plan.Models.Length == 0 ? [] : new float[plan.Models.Length][];
    }

    /// <summary>What the image was asked for; null where nothing was said: metrics that compare the two are absent.</summary>
    public string? Prompt { get; }

    /// <summary>Which scorers it is for.</summary>
    public ScoringPlan Plan { get; }

    /// <summary>
    /// The scores so far; complete after <see cref="ScoringEngine.Run"/>. A metric that cannot be computed on this image
    /// (BRISQUE on a very small one) or on this machine (<see cref="ScoringEngine.AbsentMetrics"/>) is not here.
    /// </summary>
    public IReadOnlyList<Score> Scores => _scores;

    /// <summary>One a dual encoder, after <see cref="ScoringEngine.Run"/>.</summary>
    public IReadOnlyList<Embedding> Embeddings => _embeddings;

    /// <summary>Scores that see only the beginning of the prompt.</summary>
    public IReadOnlyList<TruncatedPrompt> TruncatedPrompts => _truncatedPrompts ?? [];

    /// <summary>One a dual encoder that judges the words of prompts.</summary>
    public IReadOnlyList<WordCoverage> WordCoverages => _wordCoverages ?? [];

    /// <summary>Parts that failed on this image.</summary>
    public IReadOnlyList<FailedPart> Failures => _failures ?? [];

    /// <summary>One slot an image model; null where it is not to run, or has.</summary>
    internal float[]?[] Tensors { get; }

    /// <summary>Gives back the buffers. The scores stay.</summary>
    public void Dispose() => _engine.Release(this);

    /// <summary>Whether the scorer is wanted.</summary>
    internal bool Wants(ScorerIdentity scorer) => Plan.Contains(scorer.Identity);

    /// <summary>Adds the score if it is wanted.</summary>
    internal void Add(Score score)
    {
        if (Plan.Contains(score.Scorer))
        {
            _scores.Add(score);
        }
    }

    internal void Add(Embedding embedding) => _embeddings.Add(embedding);

    internal void Add(TruncatedPrompt truncated) => (_truncatedPrompts ??= []).Add(truncated);

    internal void Add(WordCoverage coverage) => (_wordCoverages ??= []).Add(coverage);

    internal void Add(FailedPart failure) => (_failures ??= []).Add(failure);
}
