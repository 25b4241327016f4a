using Microsoft.Extensions.Logging;

namespace QualitySuite.Migrations;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Applied {Script}")]
    public static partial void Applied(this ILogger logger, string script);

    [LoggerMessage(2, LogLevel.Information, "The database is at this version: {Applied} applied now, {Total} in all")]
    public static partial void Done(this ILogger logger, int applied, int total);

    [LoggerMessage(3, LogLevel.Error, "{Script} failed and was rolled back: {Reason}")]
    public static partial void ScriptFailed(this ILogger logger, Exception exception, string script, string reason);

    [LoggerMessage(4, LogLevel.Error, "The database was not migrated: {Reason}")]
    public static partial void Failed(this ILogger logger, Exception exception, string reason);

    [LoggerMessage(5, LogLevel.Information, "Waiting for the database server: {Reason}")]
    public static partial void WaitingForServer(this ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Information, "Waiting for another run to end")]
    public static partial void WaitingForOtherRun(this ILogger logger);

    [LoggerMessage(7, LogLevel.Warning, "Interrupted; what was applied stays, the rest comes with the next run")]
    public static partial void Interrupted(this ILogger logger);

    [LoggerMessage(8, LogLevel.Information, "{Count} new partitions")]
    public static partial void PartitionsMade(this ILogger logger, int count);
}
