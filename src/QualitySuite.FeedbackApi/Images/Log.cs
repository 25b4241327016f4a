namespace QualitySuite.FeedbackApi.Images;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Removed {Count} images that no generation refers to.")]
    public static partial void OrphansRemoved(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "The image store is full: an image of {Bytes} bytes was refused.")]
    public static partial void StoreFull(this ILogger logger, Exception exception, int bytes);

    [LoggerMessage(LogLevel.Error, "A pass over the image store failed; the next one tries again.")]
    public static partial void CollectionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        LogLevel.Warning,
        "An image was not fetched: the allowed host {Host} has an address that is not public. Networks of your own go into ImageFetch:AllowedNetworks.")]
    public static partial void AddressRefused(this ILogger logger, string host);

    [LoggerMessage(LogLevel.Debug, "An image was not fetched from {Host}: {Reason}")]
    public static partial void FetchFailed(this ILogger logger, Exception? exception, string host, string reason);
}
