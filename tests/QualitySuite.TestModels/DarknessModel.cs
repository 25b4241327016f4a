namespace QualitySuite.TestModels;

/// <summary>A classifier of one logit that is above zero where an image is all but black. <c>pixels</c> <c>[N, 3, 32, 32]</c> of 0 to 1 to <c>logits</c> <c>[N, 1]</c>.</summary>
public static class DarknessModel
{
    public const int Side = 32;

    public static void Write(Stream stream)
    {
        var graph = new OnnxGraph();
        var pixels = graph.Input("pixels", isFloat: true, -1, 3, Side, Side);
        var means = graph.Node("Flatten", [graph.Node("GlobalAveragePool", [pixels])]);
        var weighted = graph.Node("MatMul", [means, graph.Weights([-40, -40, -40], 3, 1)]);
        graph.Output(graph.Node("Add", [weighted, graph.Weights([8], 1)]), "logits", -1, 1);
        graph.Save(stream);
    }
}
