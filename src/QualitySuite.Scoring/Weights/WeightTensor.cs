namespace QualitySuite.Scoring.Weights;

/// <summary>A tensor from a weights file.</summary>
/// <param name="Shape">Dimensions, outermost first; empty for a single number.</param>
/// <param name="Values">Row-major.</param>
internal sealed record WeightTensor(IReadOnlyList<int> Shape, float[] Values);
