using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace QualitySuite.Scoring.Weights;

/// <summary>Little-endian IEEE 754 numbers as floats.</summary>
internal static class FloatBytes
{
    /// <param name="data">A whole number of numbers.</param>
    /// <param name="size">Bytes of one: 2, 4 or 8.</param>
    public static float[] Read(ReadOnlySpan<byte> data, int size)
    {
        var values = new float[data.Length / size];
        switch (size)
        {
            case 2:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(data), values);
                break;
            case 4:
                MemoryMarshal.Cast<byte, float>(data).CopyTo(values);
                break;
            case 8:
                TensorPrimitives.ConvertTruncating<double, float>(MemoryMarshal.Cast<byte, double>(data), values);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(size), size, "A float has 2, 4 or 8 bytes.");
        }

        return values;
    }
}
