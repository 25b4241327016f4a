using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Monitor.Retention;

/// <summary>How long what belongs to an app is kept, counted from a generation's createdAt. Null: for ever.</summary>
internal class RetentionPeriods
{
    private const string Least = "01:00:00";
    private const string Most = "36500.00:00:00";

    /// <summary>Images. Their records and scores stay.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? Images { get; set; }

    /// <summary>Generations with their feedback, events, scores and embeddings; the image goes with them.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? RawRows { get; set; }

    /// <summary>What was computed of many of them together: the metrics of days.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? Rollups { get; set; }
}
