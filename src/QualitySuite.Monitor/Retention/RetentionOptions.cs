using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Monitor.Retention;

/// <summary>What is kept for how long. Section <c>Retention</c>; its own periods are those of every app that <see cref="Apps"/> does not name.</summary>
internal sealed class RetentionOptions : RetentionPeriods
{
    public const string Section = "Retention";

    /// <summary>Apps with periods of their own, all three of them: one that is not given is for ever.</summary>
    public IDictionary<string, RetentionPeriods> Apps { get; } = new Dictionary<string, RetentionPeriods>(StringComparer.Ordinal);

    /// <summary>Pause between two passes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause between two steps, so that others get at the database.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Most generations, or rows about them, of one step.</summary>
    [Range(1, 10_000)]
    public int StepRows { get; set; } = 500;

    /// <summary>The periods of an app.</summary>
    public RetentionPeriods Of(string app) => Apps.TryGetValue(app, out var own) ? own : this;

    /// <summary>How long the metrics of all apps together are kept: as long as those of the app that keeps its own the longest.</summary>
    public TimeSpan? RollupsOfAllApps => Apps.Values.Append(this).Any(periods => periods.Rollups is null) ? null : Apps.Values.Append(this).Max(periods => periods.Rollups);
}
