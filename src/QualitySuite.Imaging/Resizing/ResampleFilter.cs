namespace QualitySuite.Imaging;

/// <summary>Pillow's antialiased filters, whose support grows with the factor of reduction (libImaging/Resample.c).</summary>
public enum ResampleFilter
{
    /// <summary>The triangle, two source pixels wide when enlarging.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = -0.5, four source pixels wide when enlarging.</summary>
    Bicubic,
}
