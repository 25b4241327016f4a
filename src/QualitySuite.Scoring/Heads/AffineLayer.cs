using System.Numerics.Tensors;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Heads;

/// <summary>y = activation(W x + b).</summary>
/// <param name="weights">W, <c>[outputs, inputs]</c>, row-major.</param>
/// <param name="bias">b, <c>[outputs]</c>; null: none.</param>
/// <param name="inputs">Numbers of x.</param>
/// <param name="activation">Applied to each number of y.</param>
internal sealed class AffineLayer(float[] weights, float[]? bias, int inputs, Activation activation)
{
    public int Inputs => inputs;

    public int Outputs => weights.Length / inputs;

    public float[] Apply(ReadOnlySpan<float> x)
    {
        var y = new float[Outputs];
        for (var i = 0; i < y.Length; i++)
        {
            var sum = TensorPrimitives.Dot(weights.AsSpan(i * inputs, inputs), x) + (bias is null ? 0 : bias[i]);
            y[i] = activation switch
            {
                Activation.Relu => Math.Max(0, sum),
                Activation.Gelu => (float)(sum * MathNet.Numerics.Distributions.Normal.CDF(0, 1, sum)),
                Activation.None => sum,
            };
        }

        return y;
    }
}
