using Microsoft.Extensions.Logging;

namespace QualitySuite.Scoring;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Model pack {Pack} {Version}: part {Part} ({Kind}) runs on {ExecutionProvider}")]
    public static partial void PartLoaded(ILogger logger, string pack, string version, string part, string kind, ExecutionProvider executionProvider);

    [LoggerMessage(2, LogLevel.Error, "Model pack {Pack} {Version}: part {Part} is refused and its metrics are absent: {Problem}")]
    public static partial void PartRefused(ILogger logger, string pack, string version, string part, string problem);

    [LoggerMessage(4, LogLevel.Error, "The folder {Folder} is among the installed packs and is not used: {Problem}")]
    public static partial void PackRefused(ILogger logger, string folder, string problem);

    [LoggerMessage(5, LogLevel.Error, "Model pack {Pack}: part {Part} failed on an image, which goes on without its metrics: {Problem}")]
    public static partial void PartFailed(ILogger logger, string pack, string part, string problem);

    [LoggerMessage(3, LogLevel.Warning, "CUDA was asked for and cannot be had, models run on the CPU: {Reason}")]
    public static partial void CudaUnavailable(ILogger logger, string reason);
}
