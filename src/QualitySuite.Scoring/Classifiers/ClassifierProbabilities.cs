using System.Diagnostics;
using System.Numerics.Tensors;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>Makes probabilities of a classifier's outputs.</summary>
internal static class ClassifierProbabilities
{
    /// <summary>Changes <paramref name="outputs"/>, finite numbers, one a label, in place.</summary>
    public static void Apply(ClassifierActivation activation, Span<float> outputs)
    {
        switch (activation)
        {
            case ClassifierActivation.None:
                break;
            case ClassifierActivation.Softmax:
                // Shifted by the greatest, which changes nothing but keeps the exponentials finite.
                TensorPrimitives.Subtract(outputs, TensorPrimitives.Max<float>(outputs), outputs);
                TensorPrimitives.SoftMax(outputs, outputs);
                break;
            case ClassifierActivation.Sigmoid:
                TensorPrimitives.Sigmoid<float>(outputs, outputs);
                break;
            default:
                throw new UnreachableException($"The activation {activation} is not one that a manifest can have.");
        }
    }
}
