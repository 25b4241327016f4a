namespace QualitySuite.Scoring.ModelPacks;

/// <summary>A model pack, or one part of it, cannot be used; the message says which file or field and why.</summary>
public sealed class ModelPackException : Exception
{
    public ModelPackException(string message)
        : base(message)
    {
    }

    public ModelPackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
