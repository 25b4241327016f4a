using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Where a generation and its image are, relative to the API's base address.</summary>
internal static class GenerationAddresses
{
    public static GenerationLinks Of(Guid id, bool hasImage) =>
        new($"/v1/generations/{id}", hasImage ? $"/v1/generations/{id}/image" : null);
}
