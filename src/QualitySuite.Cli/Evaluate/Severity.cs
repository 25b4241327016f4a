namespace QualitySuite.Cli.Evaluate;

/// <summary>How badly an image is degraded.</summary>
/// <param name="Name">For people.</param>
/// <param name="Value">0 to 1, of the range that <see cref="Scenes.Faults.PixelFaults"/> gives each fault.</param>
internal sealed record Severity(string Name, double Value)
{
    public static readonly Severity Low = new("low", 0.15);
    public static readonly Severity Medium = new("medium", 0.5);
    public static readonly Severity High = new("high", 0.85);

    public static IReadOnlyList<Severity> All { get; } = [Low, Medium, High];
}
