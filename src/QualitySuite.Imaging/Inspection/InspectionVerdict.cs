namespace QualitySuite.Imaging;

/// <summary>Whether a file may be stored and decoded.</summary>
public enum InspectionVerdict
{
    /// <summary>The header is sound, the size is allowed, and the file has its end.</summary>
    Ok,

    /// <summary>No known signature, or a header that contradicts itself.</summary>
    NotAnImage,

    /// <summary>An image, but of a kind that is not accepted: GIF, BMP, TIFF, AVIF, animations, lossless or 12-bit JPEG.</summary>
    UnsupportedFormat,

    /// <summary>The file ends before its format says that it does.</summary>
    Truncated,

    /// <summary>Width times height is over the limit.</summary>
    TooManyPixels,
}
