namespace QualitySuite.Scenes.Diffusion;

/// <summary>One call of the stand-in diffusion service. <paramref name="Size"/>: pixels a side.</summary>
public sealed record DiffusionJob(string Prompt, ModelVersion Model, SamplerSettings Settings, int Seed, int Size);
