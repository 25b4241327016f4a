using Microsoft.Extensions.Logging;

namespace QualitySuite.LocalHosting.Hosting;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Resource} could not be started: {Reason}")]
    public static partial void ResourceFailed(ILogger logger, string resource, string reason);
}
