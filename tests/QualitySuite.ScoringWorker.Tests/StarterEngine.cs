using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Imaging;
using QualitySuite.Scoring;

[assembly: AssemblyFixture(typeof(QualitySuite.ScoringWorker.Tests.StarterEngine))]

namespace QualitySuite.ScoringWorker.Tests;

/// <summary>The shipped pack, with one metric of its own share.</summary>
public sealed class StarterEngine : IDisposable
{
    public StarterEngine()
    {
        var options = new ScoringEngineOptions { PackPath = Path.Combine(AppContext.BaseDirectory, "models", "starter") };
        options.Sampling["sharpness"] = 0;
        Engine = new ScoringEngine(options, NullLogger<ScoringEngine>.Instance);
    }

    public ScoringEngine Engine { get; }

    /// <summary>An image of stripes.</summary>
    public static RgbImage Draw(int width = 64, int height = 64)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(i * 31 / 7);
        }

        return image;
    }

    public void Dispose() => Engine.Dispose();
}
