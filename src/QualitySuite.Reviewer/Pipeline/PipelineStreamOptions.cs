using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Reviewer.Pipeline;

/// <summary>Configuration section <c>PipelineStream</c>.</summary>
internal sealed class PipelineStreamOptions
{
    public const string Section = "PipelineStream";

    /// <summary>How often an open pipeline page gets new numbers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);
}
