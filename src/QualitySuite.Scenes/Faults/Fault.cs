namespace QualitySuite.Scenes.Faults;

/// <summary>What goes wrong with a generation. One at most, so that its effect can be told.</summary>
public enum Fault
{
    None,
    WrongAttribute,
    WrongCount,
    Blur,
    Noise,
    Oversaturation,
    Black,

    /// <summary>Withheld by the safety filter: no image.</summary>
    Blocked,

    /// <summary>The service broke down: no image.</summary>
    Failed,
}
