using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Migrations;

/// <summary>Configuration section <c>Migrations</c>.</summary>
internal sealed class MigrationOptions
{
    public const string Section = "Migrations";

    /// <summary>For how long the server may be out before the run gives up.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ServerPatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause between two tries to reach the server.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long another run may hold the lock before this one gives up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan LockPatience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long one script may run.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ScriptTimeout { get; set; } = TimeSpan.FromMinutes(30);
}
