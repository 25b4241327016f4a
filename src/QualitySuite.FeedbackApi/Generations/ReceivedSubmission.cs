using QualitySuite.Contracts.Generations;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>A request's metadata and image as they were sent, nothing checked yet.</summary>
/// <param name="Metadata">The JSON.</param>
/// <param name="Upload">The part "image".</param>
internal sealed record ReceivedSubmission(GenerationSubmission Metadata, PooledBytes? Upload) : IDisposable
{
    /// <summary>The image's bytes, whichever way they came.</summary>
    public ReadOnlyMemory<byte>? Image => Upload?.Memory ?? Metadata.ImageBase64;

    public void Dispose() => Upload?.Dispose();
}
