namespace QualitySuite.Imaging;

/// <summary>Where a centre crop starts when an odd number of pixels is to be left out. The two libraries that models are trained with differ
/// by a pixel for differences of 3, 7, 11, ...</summary>
public enum CropRounding
{
    /// <summary><c>(side - crop) // 2</c>, as transformers.</summary>
    Down,

    /// <summary><c>round((side - crop) / 2)</c> with halves to even, as torchvision and so open_clip.</summary>
    HalfToEven,
}
