using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Monitor.Relay;

/// <summary>How the relay looks after images that the queue lost or never got. Section <c>Relay</c>.</summary>
internal sealed class RelayOptions
{
    public const string Section = "Relay";

    /// <summary>How old a pending row must be before its entry is looked for: the API sends it within moments of its commit.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After this long an image is sent again even though the stream holds an entry of it: one that no worker is ever given would
    /// otherwise stand in its way for ever. Longer than a backlog that is still being worked off, which it would double.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Bound { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Rows looked at in one pass, the oldest first.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 1_000;
}
