namespace QualitySuite.TestModels;

/// <summary>Sizes of a CLIP with vision transformer.</summary>
public sealed record ClipShape
{
    /// <summary>Both sides of the image, pixels; a multiple of <see cref="Patch"/>.</summary>
    public required int Side { get; init; }

    /// <summary>Both sides of a patch, pixels.</summary>
    public required int Patch { get; init; }

    /// <summary>Width of the image transformer; a multiple of 64, or of 8 below that.</summary>
    public required int Width { get; init; }

    public required int Layers { get; init; }

    /// <summary>Width of the text transformer.</summary>
    public required int TextWidth { get; init; }

    public required int TextLayers { get; init; }

    /// <summary>Token ids are below it, and the end token is the highest one.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Positions of the text transformer.</summary>
    public int TextLength { get; init; } = 77;

    /// <summary>Numbers in an embedding.</summary>
    public required int Dimension { get; init; }

    /// <summary>OpenAI's ViT-B/32: 8.82 GFLOP an image.</summary>
    public static ClipShape VitB32 { get; } = new()
    {
        Side = 224,
        Patch = 32,
        Width = 768,
        Layers = 12,
        TextWidth = 512,
        TextLayers = 12,
        Vocabulary = 49_408,
        Dimension = 512,
    };

    /// <summary>The same thing in small, for tests: a few thousand weights.</summary>
    public static ClipShape Small(int vocabulary) => new()
    {
        Side = 32,
        Patch = 8,
        Width = 32,
        Layers = 2,
        TextWidth = 32,
        TextLayers = 2,
        Vocabulary = vocabulary,
        Dimension = 16,
    };
}
