using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Client.Retries;

/// <summary>How failed calls are repeated: after pauses that double, each drawn from the upper half of its length so that many clients do not
/// come back at once. A <c>Retry-After</c> of the server is waited for in full.</summary>
public sealed class RetryOptions
{
    /// <summary>Before the first repetition.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What the pauses grow to.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server may take for one attempt, the sending of the body included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
