namespace QualitySuite.Imaging;

/// <summary>A rectangle of an image in pixels, from its upper left corner.</summary>
public readonly record struct PixelRegion(int X, int Y, int Width, int Height);
