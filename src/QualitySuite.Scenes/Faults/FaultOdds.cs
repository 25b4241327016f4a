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

    public double Oversaturation { get; init; } = 0.015;

    public double Black { get; init; } = 0.006;

    public double Blocked { get; init; } = 0.02;

    public double Failed { get; init; } = 0.012;

    /// <summary>
    /// Draws a fault. Too few steps leave noise and too much guidance burns colours, as in real samplers, so that
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
