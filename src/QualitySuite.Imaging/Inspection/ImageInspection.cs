namespace QualitySuite.Imaging;

/// <summary>What the header and the end of a file say, without any pixel decoded.</summary>
/// <param name="Format">The format by signature.</param>
/// <param name="Width">Stored width in pixels, before EXIF orientation; 0 when the header was not reached.</param>
/// <param name="Height">Stored height in pixels, before EXIF orientation; 0 when the header was not reached.</param>
/// <param name="ContentType">The media type by signature, <c>application/octet-stream</c> when unknown.</param>
/// <param name="Verdict">Whether the file is acceptable.</param>
/// <param name="Detail">One sentence for the person who sent the file.</param>
public readonly record struct ImageInspection(
    ImageFormat Format,
    int Width,
    int Height,
    string ContentType,
    InspectionVerdict Verdict,
    string Detail)
{
    internal ImageInspection Sized(int width, int height) => this with { Width = width, Height = height };
}
