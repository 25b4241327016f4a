namespace QualitySuite.AppHost;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The suite is up at {Reviewer}. Addresses and the Development API key are in {Path}.")]
    public static partial void SuiteIsUp(ILogger logger, string reviewer, string path);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The suite did not start: {Reason}")]
    public static partial void SuiteFailed(ILogger logger, string reason);
}
