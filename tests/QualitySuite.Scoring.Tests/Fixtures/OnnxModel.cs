using System.Text;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>
/// Writes tiny ONNX models (IR version 7, opset 13) for tests; field numbers are those of onnx.proto. Every model takes float
/// images and answers numbers that can be worked out by hand.
/// </summary>
internal sealed class OnnxModel
{
    private const int Float = 1;
    private const int Double = 11;

    private readonly List<byte[]> _nodes = [];
    private readonly string _layout;
    private string _last = "image";

    private OnnxModel(string layout) => _layout = layout;

    public string InputName { get; init; } = "image";

    /// <summary>-1: free.</summary>
    public int Batch { get; init; } = -1;

    public int Side { get; init; } = 8;

    /// <summary>Columns of the image: its side, or twice that with tiles.</summary>
    public int Width { get; init; } = 8;

    public bool IsDouble { get; init; }

    /// <summary>Answers the mean of each colour channel.</summary>
    public static OnnxModel MeanColour(string layout, string inputName = "image", int batch = -1, int side = 8, bool isDouble = false, int? width = null)
    {
        var model = new OnnxModel(layout) { InputName = inputName, Batch = batch, Side = side, Width = width ?? side, IsDouble = isDouble, _last = inputName };
        return model.Then("ReduceMean", Ints("axes", layout == "nchw" ? [2, 3] : [1, 2]), Int("keepdims", 0));
    }

    /// <summary>Appends a node that takes the last value, and further values by name.</summary>
    public OnnxModel Then(string operation, params byte[][] attributes) => Then(operation, [_last], attributes);

    /// <summary>Divides each mean by the greatest of the batch: what a model does that looks at its neighbours.</summary>
    public OnnxModel DividedByGreatestOfBatch()
    {
        var mean = _last;
        Then("ReduceMax", Ints("axes", [0]), Int("keepdims", 1));
        return Then("Div", [mean, _last]);
    }

    public byte[] ToArray()
    {
        var type = IsDouble ? Double : Float;
        int[] shape = _layout == "nchw" ? [Batch, 3, Side, Width] : [Batch, Side, Width, 3];
        byte[] graph =
        [
            .. _nodes.SelectMany(n => n), .. Text(2, "test"), .. Value(11, InputName, type, shape), .. Value(12, _last, type, [Batch, 3]),
        ];
        return [.. Number(1, 7), .. Message(7, graph), .. Message(8, Number(2, 13))];
    }

    /// <summary>Name of the output.</summary>
    public string OutputName => _last;

    private static byte[] Int(string name, int value) => Message(5, [.. Text(1, name), .. Number(3, value), .. Number(20, 2)]);

    private static byte[] Ints(string name, int[] values) =>
        Message(5, [.. Text(1, name), .. values.SelectMany(v => Number(8, v)), .. Number(20, 7)]);

    private static byte[] Value(int field, string name, int type, int[] shape)
    {
        var dimensions = shape.SelectMany(d => Message(1, d < 0 ? Text(2, "batch") : Number(1, d)));
        return Message(field, [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, type), .. Message(2, [.. dimensions])]))]);
    }

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }

    private OnnxModel Then(string operation, string[] inputs, params byte[][] attributes)
    {
        _last = $"value{_nodes.Count}";
        _nodes.Add(Message(1,
            [.. inputs.SelectMany(i => Text(1, i)), .. Text(2, _last), .. Text(4, operation), .. attributes.SelectMany(a => a)]));
        return this;
    }
}
