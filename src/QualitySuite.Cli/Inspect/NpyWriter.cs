using System.Runtime.InteropServices;
using System.Text;

namespace QualitySuite.Cli.Inspect;

/// <summary>NumPy's array file, version 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;

    /// <summary>Writes little-endian float32 in C order.</summary>
    public static void Write(string path, ReadOnlySpan<float> values, IReadOnlyList<int> shape)
    {
        var dimensions = shape.Count == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({dimensions}), }}";
        var start = 10 + header.Length + 1;
        header = header.PadRight(header.Length + ((Alignment - (start % Alignment)) % Alignment)) + '\n';
        using var file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(MemoryMarshal.AsBytes(values));
    }
}
