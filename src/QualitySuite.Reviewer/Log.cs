namespace QualitySuite.Reviewer;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Path} is shown without its data: the Feedback API did not answer")]
    public static partial void ApiUnavailable(ILogger logger, string path, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The image of {Generation} cannot be passed on: the Feedback API answered {Status}")]
    public static partial void ImageUnavailable(ILogger logger, Guid generation, int status);

    [LoggerMessage(3, LogLevel.Warning, "The live pipeline view lost the Feedback API")]
    public static partial void PipelineUnavailable(ILogger logger, Exception exception);
}
