using QualitySuite.Scoring.Tests.Fixtures;
using QualitySuite.Scoring.Weights;

namespace QualitySuite.Scoring.Tests.Weights;

/// <summary>Files that PyTorch wrote (Fixtures/make_torch.py), and what an attacker would make of them.</summary>
public sealed class TorchFileTests
{
    [Fact]
    public void A_state_dictionary_is_read_as_torch_wrote_it()
    {
        var tensors = TorchFile.Read(Fixture("state.pth"));

        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.2.weight", "half", "double", "row"], tensors.Keys);
        Assert.Equal([2, 3], tensors["layers.0.weight"].Shape);
        Assert.Equal([0, 0.5f, 1, 1.5f, 2, 2.5f], tensors["layers.0.weight"].Values);
        Assert.Equal([-1, 1], tensors["layers.0.bias"].Values);
        Assert.Equal([1, 2], tensors["layers.2.weight"].Shape);
        Assert.Equal([0.25f, -4], tensors["half"].Values);
        Assert.Equal([1e-3f], tensors["double"].Values);

        // A view of another tensor's second row: shares its storage at an offset.
        Assert.Equal([1.5f, 2, 2.5f], tensors["row"].Values);
    }

    [Theory]
    [InlineData("os-system.pth", "The pickle names 'posix.system', which is no part of a dictionary of tensors: it is refused.")]
    [InlineData("builtins-eval.pth", "The pickle names 'builtins.eval', which is no part of a dictionary of tensors: it is refused.")]
    [InlineData("stack-global.pth", "The pickle names 'builtins.exec', which is no part of a dictionary of tensors: it is refused.")]
    [InlineData("whole-module.pth", "The pickle names '")]
    [InlineData("transposed.pth", "'weight' is not stored row by row.")]
    [InlineData("integers.pth", "The pickle names 'torch.LongStorage', which is no part of a dictionary of tensors: it is refused.")]
    [InlineData("legacy.pth", "It is no zip archive")]
    public void Anything_but_a_dictionary_of_float_tensors_is_refused_and_nothing_runs(string file, string expected)
    {
        var exception = Assert.Throws<InvalidDataException>(() => TorchFile.Read(Fixture(file)));

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_given_twice_is_refused() => Assert.Equal(
        "It names 'weight' twice.",
        Assert.Throws<InvalidDataException>(() => TorchFile.Read(TorchWriter.Write(("weight", [1], [1]), ("weight", [2], [1])))).Message);

    [Fact]
    public void What_the_tests_write_reads_as_what_torch_writes()
    {
        float[] weight = [0, .5f, 1, 1.5f, 2, 2.5f];
        var torch = TorchFile.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "torch", "state.pth")))["layers.0.weight"];
        var ours = TorchFile.Read(TorchWriter.Write(("bias", [1, 2], [2]), ("layers.0.weight", weight, [2, 3])))["layers.0.weight"];

        Assert.Equal(torch.Shape, ours.Shape);
        Assert.Equal(torch.Values, ours.Values);
    }

    [Fact]
    public void A_damaged_pickle_is_refused_and_never_crashes()
    {
        var random = new Random(7);
        var state = Fixture("state.pth");
        var pickle = IndexOf(state, "collections\nOrderedDict"u8);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = (byte[])state.Clone();
            damaged[pickle + random.Next(-30, 400)] = (byte)random.Next(256);

            // Some changes leave another dictionary of tensors, or one that the checksum of the zip does not look at.
            try
            {
                Assert.NotNull(TorchFile.Read(damaged));
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    private static int IndexOf(byte[] file, ReadOnlySpan<byte> text) => file.AsSpan().IndexOf(text);

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "torch", name));
}
