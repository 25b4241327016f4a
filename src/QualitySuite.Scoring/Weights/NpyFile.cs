using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QualitySuite.Scoring.Weights;

/// <summary>
/// NumPy's array file, versions 1 to 3, of little-endian floats in C order: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
/// Objects, which would need unpickling, are refused.
/// </summary>
internal static partial class NpyFile
{
    private const int LargestLength = 1 << 28;

    /// <exception cref="InvalidDataException">The bytes are no such array.</exception>
    public static WeightTensor Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || file[0] != 0x93 || !file[1..6].SequenceEqual("NUMPY"u8) || file[6] is < 1 or > 3)
        {
            throw new InvalidDataException("It is no NumPy array file.");
        }

        var (start, length) = file[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(file[8..]))
            : (12, (long)BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
        if (length > file.Length - start)
        {
            throw new InvalidDataException("Its header is cut off.");
        }

        var header = Encoding.UTF8.GetString(file.Slice(start, (int)length));
        var match = HeaderPattern().Match(header);
        if (!match.Success)
        {
            throw new InvalidDataException($"Its header is not that of a float array in C order: {header.Trim()}");
        }

        int[] shape = [.. match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadDimension)];
        return new WeightTensor(shape, ReadValues(file[(start + (int)length)..], match.Groups["type"].Value, shape));
    }

    private static int ReadDimension(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var dimension)
        ? dimension
        : throw new InvalidDataException($"Its shape has the dimension '{text}'.");

    private static float[] ReadValues(ReadOnlySpan<byte> data, string type, int[] shape)
    {
        var count = shape.Aggregate(1L, (a, b) => Math.Min(a * b, long.MaxValue / int.MaxValue));
        var size = type[1] - '0';
        if (count > LargestLength || data.Length != count * size)
        {
            throw new InvalidDataException($"It has {data.Length} bytes of data, its shape needs {count * size}.");
        }

        return FloatBytes.Read(data, size);
    }

    [GeneratedRegex("""^\{\s*'descr':\s*'<(?<type>f[248])',\s*'fortran_order':\s*False,\s*'shape':\s*\((?<shape>[0-9, ]*)\),?\s*\}\s*$""")]
    private static partial Regex HeaderPattern();
}
