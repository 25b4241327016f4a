namespace QualitySuite.TestModels;

/// <summary>The residual attention blocks that both halves of a CLIP are made of.</summary>
internal sealed class TransformerLayers(OnnxGraph graph, Random random, int width)
{
    private readonly int _heads = Math.Max(1, width / (width < 64 ? 8 : 64));

    /// <summary>Numbers even in +-1.7 <paramref name="deviation"/>, which have that standard deviation.</summary>
    public string Random(int count, float deviation, params int[] shape) => Around(0, count, deviation, shape);

    public string Normalise(string value) => graph.Node(
        "LayerNormalization", [value, Around(1, width, 0.05f, width), Random(width, 0.05f, width)], ("axis", -1), ("epsilon", 1e-5f));

    public string Multiply(string value, int inputs, int outputs) =>
        graph.Node("MatMul", [value, Random(inputs * outputs, 1 / MathF.Sqrt(inputs), inputs, outputs)]);

    /// <summary>x + attention(norm(x)), then that plus an MLP of it.</summary>
    /// <param name="value"><c>[N, tokens, width]</c>.</param>
    /// <param name="mask"><c>[tokens, tokens]</c>, added to the attention before its softmax; null: all tokens see all.</param>
    public string Block(string value, string? mask)
    {
        var attended = graph.Node("Add", [value, Attention(Normalise(value), mask)]);
        var inner = Affine(Normalise(attended), width, 4 * width);
        var gate = graph.Node("Sigmoid", [graph.Node("Mul", [inner, graph.Weights([1.702f], 1)])]);
        return graph.Node("Add", [attended, Affine(graph.Node("Mul", [inner, gate]), 4 * width, width)]);
    }

    private string Affine(string value, int inputs, int outputs) =>
        graph.Node("Add", [Multiply(value, inputs, outputs), Random(outputs, 0.05f, outputs)]);

    private string Attention(string value, string? mask)
    {
        var size = width / _heads;
        var query = graph.Node("Mul", [Heads(value, size, 0, 2, 1, 3), graph.Weights([1 / MathF.Sqrt(size)], 1)]);
        var scores = graph.Node("MatMul", [query, Heads(value, size, 0, 2, 3, 1)]);
        var weights = graph.Node("Softmax", [mask is null ? scores : graph.Node("Add", [scores, mask])], ("axis", -1));
        var mixed = graph.Node("MatMul", [weights, Heads(value, size, 0, 2, 1, 3)]);
        var joined = graph.Node("Reshape", [graph.Transpose(mixed, 0, 2, 1, 3), graph.Integers(0, 0, width)]);
        return Affine(joined, width, width);
    }

    private string Heads(string value, int size, params int[] order) =>
        graph.Transpose(graph.Node("Reshape", [Affine(value, width, width), graph.Integers(0, 0, _heads, size)]), order);

    private string Around(float middle, int count, float deviation, params int[] shape)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = middle + (((2 * random.NextSingle()) - 1) * MathF.Sqrt(3) * deviation);
        }

        return graph.Weights(values, shape);
    }
}
