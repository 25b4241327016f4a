using QualitySuite.Scenes.Faults;

namespace QualitySuite.Scenes.Diffusion;

/// <summary>
/// What breaks around "aurora" in the demo: each fault of rendering that no version has as its own gets its day or so, so that it can be seen which
/// metric tells of it. In the usual 14 days a hundredth of the history is three and a half hours.
/// </summary>
public static class IncidentTimeline
{
    public static IReadOnlyList<ServiceIncident> Incidents { get; } =
    [
        // Images are decoded by the VAE of another model.
        new(Fault.Grey, 0.06, 0.15, 0.2),

        // A new upsampler with transposed convolutions.
        new(Fault.Checkerboard, 0.17, 0.26, 0.2),

        // A scheduler that stops too early.
        new(Fault.Noise, 0.275, 0.365, 0.22),

        // Images pass through a service that makes thumbnails.
        new(Fault.JpegBlocks, 0.43, 0.52, 0.2),

        // A step of the pipeline rounds to few values.
        new(Fault.Banding, 0.525, 0.615, 0.22),

        // Images are decoded in tiles that do not overlap.
        new(Fault.Seam, 0.63, 0.72, 0.2),

        // Half precision overflows on some of the machines.
        new(Fault.Black, 0.795, 0.875, 0.16),

        // The guidance is no longer rescaled.
        new(Fault.Oversaturation, 0.885, 0.965, 0.28),
    ];

    /// <summary>The version as it does at a point of the history; above 1 nothing is broken but the version itself.</summary>
    public static ModelVersion During(double progress, ModelVersion version) => Incidents.Where(incident => incident.IsAt(progress))
        .Aggregate(version, (model, incident) => model with { Odds = model.Odds.With(incident.Fault, incident.Share) });
}
