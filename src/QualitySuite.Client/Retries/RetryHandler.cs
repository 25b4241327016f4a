using System.Net;

namespace QualitySuite.Client.Retries;

/// <summary>
/// Sends a failed call again. A transient failure (no answer, 408, 429, 5xx) repeats a call that is harmless to repeat: an idempotent method
/// (RFC 9110, 9.2.2), or any that carries <c>Idempotency-Key</c>, with which <see cref="QualityClient"/> says that the body's own id makes it so.
/// Any other is repeated only if it was certainly not acted upon: no connection was made, or 429.
/// </summary>
internal sealed class RetryHandler(RetryOptions options, int mostRetries, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(options, Backoff.RandomOf(time));
        for (var retries = 0; ; retries++)
        {
            TimeSpan? retryAfter = null;
            try
            {
                var response = await AttemptAsync(request, cancellationToken);
                retryAfter = RetryAfter.Of(response);
                // A caller that waits is told of a long outage rather than held up by it.
                if (retries >= mostRetries || retryAfter > options.LongestPause || !MayRepeat(request, response.StatusCode))
                {
                    return response;
                }

                response.Dispose();
            }
            catch (HttpRequestException e) when (
                retries < mostRetries && UnwritableLineException.In(e) is null && (IsHarmlessToRepeat(request) || WasNotConnected(e)))
            {
                // Tried again below.
            }

            await Task.Delay(backoff.Next(retryAfter), time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{request.RequestUri} did not answer within {options.AttemptTimeout}.", e);
        }
    }

    private static bool MayRepeat(HttpRequestMessage request, HttpStatusCode status) =>
        status == HttpStatusCode.TooManyRequests
        || (status is HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError && IsHarmlessToRepeat(request));

    private static bool IsHarmlessToRepeat(HttpRequestMessage request) =>
        (request.Method != HttpMethod.Post && request.Method != HttpMethod.Patch) || request.Headers.Contains(QualityClient.IdempotencyHeader);

    private static bool WasNotConnected(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
