using System.ComponentModel.DataAnnotations;

namespace QualitySuite.FeedbackApi.Erasures;

/// <summary>How what is to be forgotten is removed. Section <c>Erasure</c>.</summary>
internal sealed class ErasureOptions
{
    public const string Section = "Erasure";

    /// <summary>Pause between two looks for something to remove.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause between two steps, so that others get at the database.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Rows of one transaction, about.</summary>
    [Range(1, 10_000)]
    public int StepRows { get; set; } = 1_000;

    /// <summary>How long what was received may take to be written: an erasure looks once more after it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Settling { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an image stays after its last generation let go of it: longer than a request takes that stores the same content and whose
    /// row is not written yet.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ImageGrace { get; set; } = TimeSpan.FromMinutes(15);
}
