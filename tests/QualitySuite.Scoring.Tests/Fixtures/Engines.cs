using Microsoft.Extensions.Logging.Abstractions;

namespace QualitySuite.Scoring.Tests.Fixtures;

internal static class Engines
{
    public static ScoringEngine Open(string packPath, Action<ScoringEngineOptions>? configure = null)
    {
        var options = new ScoringEngineOptions { PackPath = packPath };
        configure?.Invoke(options);
        return new ScoringEngine(options, NullLogger<ScoringEngine>.Instance);
    }
}
