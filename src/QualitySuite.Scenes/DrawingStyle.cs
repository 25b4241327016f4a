namespace QualitySuite.Scenes;

/// <summary>How a scene is drawn.</summary>
public enum DrawingStyle
{
    Photo,
    Watercolour,
    Sketch,
    PixelArt,
}
