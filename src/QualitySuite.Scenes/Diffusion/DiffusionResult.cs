using QualitySuite.Scenes.Faults;
using QualitySuite.Scenes.Rendering;

namespace QualitySuite.Scenes.Diffusion;

/// <summary>
/// What became of a job. <see cref="Asked"/> is null where the prompt was not understood, <see cref="Drawn"/> also where
/// there is no image. The image itself is drawn on demand, since most of the cost is there.
/// </summary>
public sealed record DiffusionResult(
    DiffusionJob Job, Fault Fault, double Severity, Scene? Asked, Scene? Drawn, ImageFormat Format, TimeSpan Latency, string? Error)
{
    /// <summary>The encoded image; empty where there is none. The same job gives the same bytes.</summary>
    public byte[] Draw()
    {
        if (Drawn is null)
        {
            return [];
        }

        using var picture = SceneRenderer.Render(Drawn, Seeds.Of(Job.Seed, "render"), Job.Size);
        PixelFaults.Apply(Fault, picture, Severity, new Random(Seeds.Of(Job.Seed, "damage")));
        return ImageEncoder.Encode(picture, Format);
    }
}
