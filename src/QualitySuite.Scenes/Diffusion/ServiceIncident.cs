using QualitySuite.Scenes.Faults;

namespace QualitySuite.Scenes.Diffusion;

/// <summary>A while in which something around the model is broken, whichever version answers.</summary>
/// <param name="Fault">What it does to images.</param>
/// <param name="From">Share of the history, 0 to 1, at which it begins.</param>
/// <param name="To">Share of the history at which it is over.</param>
/// <param name="Share">Of generations at ordinary settings that it hits.</param>
public sealed record ServiceIncident(Fault Fault, double From, double To, double Share)
{
    public bool IsAt(double progress) => progress >= From && progress < To;
}
