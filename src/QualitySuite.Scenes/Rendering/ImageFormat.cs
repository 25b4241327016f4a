namespace QualitySuite.Scenes.Rendering;

/// <summary>What a picture is stored as.</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    Webp,
}
