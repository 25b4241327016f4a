namespace QualitySuite.Scenes.Faults;

/// <summary>How often a model version goes wrong, as shares of its generations at ordinary settings.</summary>
public sealed record FaultOdds
{
    private const double NoisyBelowSteps = 15;
    private const double GarishFromGuidance = 11;

    public required double WrongAttribute { get; init; }

    public required double WrongCount { get; init; }

    public required double Blur { get; init; }

    public double Noise { get; init; } = 0.02;

    public double Oversaturation { get; init; } = 0.01;

    public double Black { get; init; } = 0.006;

    public double WrongRelation { get; init; }

    public double WrongObject { get; init; }

    public double Banding { get; init; }

    public double Checkerboard { get; init; }

    public double Seam { get; init; }

    public double JpegBlocks { get; init; }

    public double WatermarkText { get; init; }

    public double Grey { get; init; }

    public double Blocked { get; init; } = 0.02;

    public double Failed { get; init; } = 0.012;

    /// <summary>The same with another share of a fault of rendering.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public FaultOdds With(Fault fault, double share) => fault switch
    {
        Fault.Blur => this with { Blur = share },
        Fault.Noise => this with { Noise = share },
        Fault.Oversaturation => this with { Oversaturation = share },
        Fault.Black => this with { Black = share },
        Fault.Banding => this with { Banding = share },
        Fault.Checkerboard => this with { Checkerboard = share },
        Fault.Seam => this with { Seam = share },
        Fault.JpegBlocks => this with { JpegBlocks = share },
        Fault.WatermarkText => this with { WatermarkText = share },
        Fault.Grey => this with { Grey = share },
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "is no fault of rendering"),
    };

    /// <summary>
    /// Draws a fault; further ones are added at the end, so that a draw without them stays what it was. Too few steps leave noise and too much guidance burns colours, as in real samplers, so that
    /// there is a cause to find in the settings as well as in the version.
    /// </summary>
    public Fault Draw(int steps, double guidance, Random random)
    {
        var noise = steps < NoisyBelowSteps ? 0.3 : Noise;
        var oversaturation = guidance >= GarishFromGuidance ? 0.35 : Oversaturation;
        var draw = random.NextDouble();
        foreach (var (fault, share) in (ReadOnlySpan<(Fault, double)>)
        [
            (Fault.Failed, Failed), (Fault.Blocked, Blocked), (Fault.Black, Black), (Fault.Noise, noise),
            (Fault.Oversaturation, oversaturation), (Fault.Blur, Blur), (Fault.WrongAttribute, WrongAttribute), (Fault.WrongCount, WrongCount),
            (Fault.WrongRelation, WrongRelation), (Fault.WrongObject, WrongObject), (Fault.Banding, Banding), (Fault.Checkerboard, Checkerboard),
            (Fault.Seam, Seam), (Fault.JpegBlocks, JpegBlocks), (Fault.WatermarkText, WatermarkText), (Fault.Grey, Grey),
        ])
        {
            draw -= share;
            if (draw < 0)
            {
                return fault;
            }
        }

        return Fault.None;
    }
}
