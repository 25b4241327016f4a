using Microsoft.Extensions.Logging;

namespace QualitySuite.ServiceDefaults;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string? route);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Route} was answered 503: something it needs is out")]
    public static partial void DependencyOut(this ILogger logger, Exception exception, string method, string? route);

    [LoggerMessage(3, LogLevel.Debug, "{Method} {Route} was refused with {Status}")]
    public static partial void RequestRefused(this ILogger logger, Exception exception, string method, string? route, int status);

    [LoggerMessage(4, LogLevel.Warning, "API keys cannot be looked up. Keys seen in the last {Grace} go on working, others are answered 503")]
    public static partial void KeyLookupFailed(this ILogger logger, Exception exception, TimeSpan grace);
}
