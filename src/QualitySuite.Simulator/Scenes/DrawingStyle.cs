namespace QualitySuite.Simulator.Scenes;

/// <summary>How a scene is drawn.</summary>
public enum DrawingStyle
{
    Photo,
    Watercolour,
    Sketch,
    PixelArt,
}
