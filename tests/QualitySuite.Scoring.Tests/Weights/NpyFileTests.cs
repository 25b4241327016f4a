using System.Text;
using QualitySuite.Scoring.Weights;

namespace QualitySuite.Scoring.Tests.Weights;

public sealed class NpyFileTests
{
    // Written by hand after the format's description.
    [Fact]
    public void An_array_of_floats_is_read_row_by_row()
    {
        var tensor = NpyFile.Read(File("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Floats(1, 2, 3, 4, 5, 6)));

        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.Values);
    }

    [Fact]
    public void Half_and_double_precision_are_read_too()
    {
        Assert.Equal([1.5f], NpyFile.Read(File("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", [0x00, 0x3e])).Values);
        Assert.Equal([-2f], NpyFile.Read(File("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0, 0, 0, 0, 0xc0])).Values);
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "Its header is not that of a float array in C order")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", "Its header is not that of a float array in C order")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "Its header is not that of a float array in C order")]
    [InlineData("__import__('os').system('true')", "Its header is not that of a float array in C order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "Its shape has the dimension '99999999999999999999'.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000, 2000000000), }", "It has 4 bytes of data")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "It has 4 bytes of data, its shape needs 8.")]
    public void Anything_else_is_refused(string header, string expected)
    {
        var exception = Assert.Throws<InvalidDataException>(() => NpyFile.Read(File(header, Floats(1))));

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var file = File("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", Floats(1, 2));
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => NpyFile.Read(file.AsSpan(0, length)));
        }
    }

    private static byte[] File(string header, byte[] data)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
