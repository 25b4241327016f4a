using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>How much is spent on the metrics of sets of images. Section <c>SetMetrics</c>.</summary>
internal sealed class SetMetricsOptions
{
    public const string Section = "SetMetrics";

    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the days are compared with what was counted, for what was deleted; new embeddings are seen in the next pass.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RecountInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The part of the time that is spent counting and computing, on one core; after a long pass comes a longer pause.</summary>
    [Range(0.001, 1)]
    public double MostShare { get; set; } = 0.2;

    /// <summary>Images in the sample of a window, and in that of its reference. Memory grows with its square, 32 MB at 1,000. A window of 1,000 took
    /// 1.6 s of one core of a shared virtual machine at 256 dimensions, 5.7 s at 512 and 14 s at 768.</summary>
    [Range(SetStatistics.LeastImages, 10_000)]
    public int MostImages { get; set; } = 1_000;

    /// <summary>Windows computed in one pass, those first that have waited longest.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 32;
}
