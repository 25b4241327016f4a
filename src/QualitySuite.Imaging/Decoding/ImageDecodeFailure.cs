namespace QualitySuite.Imaging;

/// <summary>Why an image could not be decoded.</summary>
public enum ImageDecodeFailure
{
    NotAnImage,
    UnsupportedFormat,

    /// <summary>The data ends early, by the container or by the decoder's count of rows.</summary>
    Truncated,
    TooManyPixels,

    /// <summary>The header is sound and the data behind it is not.</summary>
    Damaged,
}
