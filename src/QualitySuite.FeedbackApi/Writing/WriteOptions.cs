using System.ComponentModel.DataAnnotations;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>How concurrent requests share round trips to the database. Section <c>Writes</c>; each value holds for generations, feedback and events apart.</summary>
internal sealed class WriteOptions
{
    public const string Section = "Writes";

    /// <summary>Most rows of one statement.</summary>
    [Range(1, 10_000)]
    public int MostRows { get; set; } = 500;

    /// <summary>How long a row waits for others to share its round trip.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Statements under way at once.</summary>
    [Range(1, 64)]
    public int Writers { get; set; } = 2;

    /// <summary>Rows that wait while the database is slow; who comes when there are as many is told to come again (503).</summary>
    [Range(1, 1_000_000)]
    public int MostWaiting { get; set; } = 10_000;

    /// <summary>Requests with a batch that are read at once; one more is told to come again (503).</summary>
    [Range(1, 1_000)]
    public int MostBatches { get; set; } = 32;
}
