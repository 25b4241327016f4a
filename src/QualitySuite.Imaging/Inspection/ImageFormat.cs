namespace QualitySuite.Imaging;

/// <summary>What the first bytes of a file say it is.</summary>
public enum ImageFormat
{
    /// <summary>Not an image, or a format that the suite does not accept and has no name for here.</summary>
    Other,
    Png,
    Jpeg,
    WebP,

    /// <summary>Recognised, never accepted: generations are single frames in 24 bits.</summary>
    Gif,
}
