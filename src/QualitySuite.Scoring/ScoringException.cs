namespace QualitySuite.Scoring;

/// <summary>A model that had loaded failed on an image or a batch. Trying again, alone, may succeed.</summary>
public sealed class ScoringException : Exception
{
    public ScoringException(string message)
        : base(message)
    {
    }

    public ScoringException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
