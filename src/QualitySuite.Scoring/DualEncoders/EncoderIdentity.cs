namespace QualitySuite.Scoring;

/// <summary>What computes embeddings.</summary>
/// <param name="Identity">64 lower-case hexadecimal digits: SHA-256 over the image model's weights, its preprocessing and its output.</param>
/// <param name="Description">For people.</param>
/// <param name="Dimension">Numbers in an embedding.</param>
public sealed record EncoderIdentity(string Identity, string Description, int Dimension);
