namespace QualitySuite.TestModels;

/// <summary>
/// Writes a dual encoder whose embeddings are worked out by hand: an image's is its mean red, green and blue on the 0-1 scale, a text's the greatest
/// of its tokens' numbers in each of three columns.
/// </summary>
public static class ColourModel
{
    private static readonly int[] s_sides = [2, 3];
    private static readonly int[] s_tokens = [1];

    /// <summary>Numbers in an embedding.</summary>
    public const int Dimension = 3;

    /// <summary>Writes the image model: float <c>[N, 3, side, side]</c> to float <c>[N, 3]</c>.</summary>
    public static void WriteVision(Stream stream, int side)
    {
        var graph = new OnnxGraph();
        var pixels = graph.Input("pixel_values", isFloat: true, -1, 3, side, side);
        graph.Output(graph.Node("ReduceMean", [pixels], ("axes", s_sides), ("keepdims", 0)), "image_embeds", -1, Dimension);
        graph.Save(stream);
    }

    /// <summary>Writes the text model: 64-bit integers <c>[N, length]</c>, length free, to float <c>[N, 3]</c>.</summary>
    /// <param name="stream">Takes the model.</param>
    /// <param name="vocabulary">Ids are below it.</param>
    /// <param name="tokens">By id: three numbers of at least 0; all others have zeros.</param>
    public static void WriteText(Stream stream, int vocabulary, IReadOnlyDictionary<int, float[]> tokens)
    {
        var table = new float[vocabulary * Dimension];
        foreach (var (id, values) in tokens)
        {
            values.CopyTo(table, id * Dimension);
        }

        var graph = new OnnxGraph();
        var ids = graph.Input("input_ids", isFloat: false, -1, -1);
        var rows = graph.Node("Gather", [graph.Weights(table, vocabulary, Dimension), ids]);
        graph.Output(graph.Node("ReduceMax", [rows], ("axes", s_tokens), ("keepdims", 0)), "text_embeds", -1, Dimension);
        graph.Save(stream);
    }
}
