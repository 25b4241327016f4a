namespace QualitySuite.Scenes.Faults;

/// <summary>What goes wrong with a generation. One at most, so that its effect can be told.</summary>
public enum Fault
{
    None,

    /// <summary>Colours of two objects swapped, or one of them another: attributes bound to the wrong noun.</summary>
    WrongAttribute,

    /// <summary>One or two objects too many or too few.</summary>
    WrongCount,

    /// <summary>The objects stand the other way round. Only where a scene places one beside or above another.</summary>
    WrongRelation,

    /// <summary>Another thing than the prompt names.</summary>
    WrongObject,

    /// <summary>Soft all over, as after too strong a compression of the latents.</summary>
    Blur,

    /// <summary>Residual noise of too few steps.</summary>
    Noise,

    /// <summary>Burnt colours of too much guidance.</summary>
    Oversaturation,

    /// <summary>NaN in half precision.</summary>
    Black,

    /// <summary>Gradients in steps, as of too few bits.</summary>
    Banding,

    /// <summary>The even pattern that transposed convolutions leave whose kernel the stride does not divide.</summary>
    Checkerboard,

    /// <summary>A hard edge where tiles meet, or where circular padding wraps the picture round.</summary>
    Seam,

    /// <summary>The blocks of strong JPEG compression.</summary>
    JpegBlocks,

    /// <summary>Text over the picture, learnt from watermarked training images.</summary>
    WatermarkText,

    /// <summary>Washed out, as decoded by a VAE of another model.</summary>
    Grey,

    /// <summary>Withheld by the safety filter: no image.</summary>
    Blocked,

    /// <summary>The service broke down: no image.</summary>
    Failed,
}
