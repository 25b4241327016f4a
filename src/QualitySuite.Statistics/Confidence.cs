using System.Runtime.CompilerServices;

namespace QualitySuite.Statistics;

internal static class Confidence
{
    public static void ThrowIfInvalid(double confidence, [CallerArgumentExpression(nameof(confidence))] string? name = null)
    {
        if (confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, confidence, "A confidence lies between 0 and 1, exclusive.");
        }
    }
}
