namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>A row of scoring.pending. <see cref="Attempt"/> is the number of the try that now begins.</summary>
internal sealed class PendingImage
{
    public Guid GenerationId { get; init; }

    public byte[] ImageHash { get; init; } = [];

    public string Prompt { get; init; } = "";

    public string? TraceParent { get; init; }

    public int Attempt { get; init; }
}
