namespace QualitySuite.Imaging;

/// <summary>The order of a model input's dimensions, without the batch.</summary>
public enum ModelInputLayout
{
    /// <summary><c>[3, height, width]</c>.</summary>
    Nchw,

    /// <summary><c>[height, width, 3]</c>.</summary>
    Nhwc,
}
