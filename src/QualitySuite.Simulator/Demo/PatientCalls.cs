using System.Net;
using Polly;

namespace QualitySuite.Simulator.Demo;

/// <summary>
/// Repeats a call for as long as the service is away, which it may be for minutes while the suite starts; what it refuses for good is counted.
/// </summary>
internal sealed class PatientCalls(TimeProvider time, DemoStatus status, ILogger<PatientCalls> logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The answer, or null where the call was refused for good.</summary>
    public async Task<T?> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (HttpRequestException e) when (!IsTemporary(e.StatusCode))
            {
                status.CountRefused();
                logger.Refused(e.Message);
                return null;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ExecutionRejectedException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                logger.Unreachable(pause, e.Message);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static bool IsTemporary(HttpStatusCode? code) =>
        code is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
