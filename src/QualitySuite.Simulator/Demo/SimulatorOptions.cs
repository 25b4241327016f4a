using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Simulator.Demo;

/// <summary>Configuration section <c>Simulator</c>.</summary>
public sealed class SimulatorOptions
{
    public const string Section = "Simulator";

    /// <summary>Sent as <c>X-Api-Key</c>. Empty: the suite's internal key (<c>Authentication:InternalKey</c>).</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The app that the generations belong to.</summary>
    [Required, MaxLength(200)]
    public string App { get; set; } = "aurora-studio";

    /// <summary>The same seed gives the same history; another seed another one, beside the first.</summary>
    public int Seed { get; set; } = 20;

    /// <summary>Generations in the imported history; 0: none.</summary>
    [Range(0, 1_000_000)]
    public int HistoryCount { get; set; } = 2000;

    /// <summary>How far back the history goes.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "89.00:00:00")]
    public TimeSpan HistoryLength { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Batches of visits drawn and sent at the same time during the import.</summary>
    [Range(1, 64)]
    public int ImportConcurrency { get; set; } = 2;

    /// <summary>Pixels a side of the images.</summary>
    [Range(64, 2048)]
    public int ImageSize { get; set; } = 512;

    /// <summary>People who use the service.</summary>
    [Range(1, 100_000)]
    public int Users { get; set; } = 160;

    /// <summary>Whether to go on after the history.</summary>
    public bool Live { get; set; } = true;

    /// <summary>Mean time between two visits while live.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "1.00:00:00")]
    public TimeSpan LiveInterval { get; set; } = TimeSpan.FromSeconds(5);
}
