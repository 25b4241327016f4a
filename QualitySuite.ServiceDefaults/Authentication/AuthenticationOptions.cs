using System.ComponentModel.DataAnnotations;

namespace QualitySuite.ServiceDefaults;

/// <summary>Configuration section <c>Authentication</c>.</summary>
public sealed class AuthenticationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication";

    /// <summary>Shorter internal keys are refused: 32 characters hold 128 bits even in hexadecimal.</summary>
    public const int MinInternalKeyLength = 32;

    /// <summary>The key with which the suite's services call one another; the same in all of them. It carries every scope.</summary>
    public string InternalKey { get; set; } = "";

    /// <summary>For how long a looked-up key is believed: so long may a revoked key go on working.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long after its last successful look-up a key goes on working while the database is out.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan OutageGrace { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A look-up that takes longer counts as failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan LookupTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many known keys, and how many unknown ones, are remembered at most.</summary>
    [Range(16, 1_000_000)]
    public int CacheCapacity { get; set; } = 4096;
}
