namespace QualitySuite.TestModels;

/// <summary>
/// Writes the two ONNX models of a CLIP of any size with seeded random weights: the architecture, names and types of the published exports
/// (<c>pixel_values</c> to <c>image_embeds</c>, <c>input_ids</c> to <c>text_embeds</c>), none of their knowledge. For tests and benchmarks.
/// </summary>
/// <remarks>Source: Radford et al. 2021, Learning Transferable Visual Models From Natural Language Supervision; openai/CLIP, model.py.</remarks>
public static class ClipModel
{
    private static readonly int[] BatchAxis = [0];

    /// <summary>Writes the image model: float <c>[N, 3, side, side]</c> to float <c>[N, dimension]</c>.</summary>
    public static void WriteVision(Stream stream, ClipShape shape, int seed)
    {
        var graph = new OnnxGraph();
        var layers = new TransformerLayers(graph, new Random(seed), shape.Width);
        var pixels = graph.Input("pixel_values", isFloat: true, -1, 3, shape.Side, shape.Side);
        var grid = shape.Side / shape.Patch;
        var patches = graph.Node(
            "Conv", [pixels, layers.Random(shape.Width * 3 * shape.Patch * shape.Patch, 0.02f, shape.Width, 3, shape.Patch, shape.Patch)],
            ("kernel_shape", new[] { shape.Patch, shape.Patch }), ("strides", new[] { shape.Patch, shape.Patch }));
        var rows = graph.Transpose(graph.Node("Reshape", [patches, graph.Integers(0, shape.Width, grid * grid)]), 0, 2, 1);

        // The class token, once for each image of the batch.
        var batch = graph.Node("Gather", [graph.Node("Shape", [pixels]), graph.Integers(0)]);
        var classShape = graph.Node("Concat", [batch, graph.Integers(1, shape.Width)], ("axis", 0));
        var classToken = graph.Node("Expand", [layers.Random(shape.Width, 1, 1, 1, shape.Width), classShape]);
        var tokens = graph.Node("Concat", [classToken, rows], ("axis", 1));
        var positions = layers.Random(((grid * grid) + 1) * shape.Width, 0.1f, 1, (grid * grid) + 1, shape.Width);
        var value = layers.Normalise(graph.Node("Add", [tokens, positions]));
        for (var i = 0; i < shape.Layers; i++)
        {
            value = layers.Block(value, mask: null);
        }

        var first = graph.Node("Squeeze", [graph.Node("Gather", [value, graph.Integers(0)], ("axis", 1)), graph.Integers(1)]);
        graph.Output(layers.Multiply(layers.Normalise(first), shape.Width, shape.Dimension), "image_embeds", -1, shape.Dimension);
        graph.Save(stream);
    }

    /// <summary>Writes the text model: 64-bit integers <c>[N, length]</c>, length free, to float <c>[N, dimension]</c> at the first highest id.</summary>
    /// <param name="stream">Takes the model.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="seed">Of its weights.</param>
    /// <param name="looksAtBatch">Divides by the greatest numbers of the batch: what a dynamically quantised model does in effect.</param>
    public static void WriteText(Stream stream, ClipShape shape, int seed, bool looksAtBatch = false) =>
        WriteText(stream, shape, seed, looksAtBatch, readsPadding: false);

    /// <summary>Writes a text model as SigLIP's: all tokens see all, the padding too, and the last position is the text's embedding.</summary>
    /// <remarks>Source: Zhai et al. 2023, Sigmoid Loss for Language Image Pre-Training; google-research/big_vision (pool_type last).</remarks>
    public static void WriteSiglipText(Stream stream, ClipShape shape, int seed) => WriteText(stream, shape, seed, looksAtBatch: false, readsPadding: true);

    private static void WriteText(Stream stream, ClipShape shape, int seed, bool looksAtBatch, bool readsPadding)
    {
        var graph = new OnnxGraph();
        var layers = new TransformerLayers(graph, new Random(seed), shape.TextWidth);
        var ids = graph.Input("input_ids", isFloat: false, -1, -1);
        var length = graph.Node("Gather", [graph.Node("Shape", [ids]), graph.Integers(1)]);
        var tokens = graph.Node("Gather", [layers.Random(shape.Vocabulary * shape.TextWidth, 0.5f, shape.Vocabulary, shape.TextWidth), ids]);
        var positions = graph.Node(
            "Slice", [layers.Random(shape.TextLength * shape.TextWidth, 0.1f, shape.TextLength, shape.TextWidth), graph.Integers(0), length, graph.Integers(0)]);
        var value = graph.Node("Add", [tokens, positions]);
        var mask = readsPadding ? null : Mask(graph, shape.TextLength, length);
        for (var i = 0; i < shape.TextLayers; i++)
        {
            value = layers.Block(value, mask);
        }

        var normalised = layers.Normalise(value);
        var atEnd = readsPadding
            ? graph.Node("Squeeze", [graph.Node("Gather", [normalised, graph.Integers(-1)], ("axis", 1)), graph.Integers(1)])
            : graph.Node("GatherND", [normalised, graph.Node("ArgMax", [ids], ("axis", 1), ("keepdims", 1))], ("batch_dims", 1));
        var embeddings = layers.Multiply(atEnd, shape.TextWidth, shape.Dimension);
        var answer = looksAtBatch
            ? graph.Node("Div", [embeddings, graph.Node("ReduceMax", [graph.Node("Abs", [embeddings])], ("axes", BatchAxis), ("keepdims", 1))])
            : embeddings;
        graph.Output(answer, "text_embeds", -1, shape.Dimension);
        graph.Save(stream);
    }

    /// <summary>A token sees itself and those before it.</summary>
    private static string Mask(OnnxGraph graph, int textLength, string length)
    {
        var values = new float[textLength * textLength];
        for (var row = 0; row < textLength; row++)
        {
            values.AsSpan((row * textLength) + row + 1, textLength - row - 1).Fill(-1e9f);
        }

        var ends = graph.Node("Concat", [length, length], ("axis", 0));
        return graph.Node("Slice", [graph.Weights(values, textLength, textLength), graph.Integers(0, 0), ends, graph.Integers(0, 1)]);
    }
}
