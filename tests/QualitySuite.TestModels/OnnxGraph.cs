using System.Globalization;
using System.Runtime.InteropServices;

namespace QualitySuite.TestModels;

/// <summary>Writes ONNX models (IR version 8, opset 17); field numbers are those of onnx.proto. Values are known by name.</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1;
    private const int Int64 = 7;

    private readonly ProtoMessage _graph = new ProtoMessage().Text(2, "made by code");
    private int _count;

    /// <summary>A model input; -1: a free dimension.</summary>
    public string Input(string name, bool isFloat, params int[] shape)
    {
        _graph.Message(11, ValueInfo(name, isFloat ? Float : Int64, shape));
        return name;
    }

    /// <summary>Makes a value an output, under a name of its own.</summary>
    public void Output(string value, string name, params int[] shape)
    {
        Append("Identity", [value], name);
        _graph.Message(12, ValueInfo(name, Float, shape));
    }

    public string Weights(float[] values, params int[] shape) => Tensor(Float, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape);

    public string Integers(params long[] values) => Tensor(Int64, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), [values.Length]);

    public string Node(string operation, string[] inputs, params (string Name, object Value)[] attributes) =>
        Append(operation, inputs, Next(operation), attributes);

    public string Transpose(string value, params int[] order) => Node("Transpose", [value], ("perm", order));

    public void Save(Stream stream) => new ProtoMessage()
        .Number(1, 8).Message(7, _graph).Message(8, new ProtoMessage().Text(1, "").Number(2, 17)).WriteTo(stream);

    private string Append(string operation, string[] inputs, string output, params (string Name, object Value)[] attributes)
    {
        var node = new ProtoMessage();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(4, operation);
        foreach (var (name, value) in attributes)
        {
            node.Message(5, Attribute(name, value));
        }

        _graph.Message(1, node);
        return output;
    }

    private string Tensor(int type, byte[] data, int[] shape)
    {
        var name = Next("weights");
        var tensor = new ProtoMessage();
        foreach (var dimension in shape)
        {
            tensor.Number(1, dimension);
        }

        _graph.Message(5, tensor.Number(2, type).Text(8, name).Bytes(9, data));
        return name;
    }

    private string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}_{_count++}");

    private static ProtoMessage Attribute(string name, object value)
    {
        var attribute = new ProtoMessage().Text(1, name);
        switch (value)
        {
            case int number:
                return attribute.Number(3, number).Number(20, 2);
            case float number:
                return attribute.Single(2, number).Number(20, 1);
            case int[] numbers:
                foreach (var number in numbers)
                {
                    attribute.Number(8, number);
                }

                return attribute.Number(20, 7);
            default:
                throw new ArgumentException($"An attribute of type {value.GetType().Name} is not written here.", nameof(value));
        }
    }

    private static ProtoMessage ValueInfo(string name, int type, int[] shape)
    {
        var dimensions = new ProtoMessage();
        for (var i = 0; i < shape.Length; i++)
        {
            var free = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
            dimensions.Message(1, shape[i] < 0 ? new ProtoMessage().Text(2, i == 0 ? "N" : free) : new ProtoMessage().Number(1, shape[i]));
        }

        return new ProtoMessage().Text(1, name)
            .Message(2, new ProtoMessage().Message(1, new ProtoMessage().Number(1, type).Message(2, dimensions)));
    }
}
