using System.Net;
using System.Text.Json;
using Polly;
using QualitySuite.Client;

namespace QualitySuite.Reviewer.Hosting;

/// <summary>Tells an API that cannot answer from a request that it refuses.</summary>
internal static class ApiOutage
{
    /// <summary>True for no connection or one that broke, a server error, an unreadable answer, a timeout or an open circuit.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        QualityApiException refused => refused.StatusCode is null or >= HttpStatusCode.InternalServerError
            or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
        HttpRequestException or IOException or ExecutionRejectedException or JsonException => true,
        // HttpClient's own timeout, not the browser going away.
        TaskCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
