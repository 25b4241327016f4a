using System.ComponentModel.DataAnnotations;
using QualitySuite.Client.Retries;

namespace QualitySuite.Client;

/// <summary>Where the suite is and how to speak to it.</summary>
public sealed class QualityClientOptions
{
    /// <summary>Address of the Feedback API (or, for <see cref="ScoringClient"/>, of the scoring worker), for instance <c>https://quality.example/</c>.</summary>
    [Required]
    public Uri? BaseAddress { get; set; }

    /// <summary>Sent as <c>X-Api-Key</c>.</summary>
    [Required]
    public string? ApiKey { get; set; }

    /// <summary>How often a failed call is repeated; 0: never.</summary>
    [Range(0, 100)]
    public int MostRetries { get; set; } = 3;

    /// <summary>Pauses between the repetitions, and how long an attempt may take.</summary>
    public RetryOptions Retries { get; set; } = new();
}
