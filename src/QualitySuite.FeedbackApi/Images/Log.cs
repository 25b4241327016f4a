namespace QualitySuite.FeedbackApi.Images;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Removed {Count} images that no generation refers to.")]
    public static partial void OrphansRemoved(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "A pass over the image store failed; the next one tries again.")]
    public static partial void CollectionFailed(this ILogger logger, Exception exception);
}
