using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace QualitySuite.ServiceDefaults;

/// <summary>Which failed calls are sent again. A transient failure (no answer, 408, 429, 5xx) repeats a call that is harmless to repeat:
/// an idempotent method (RFC 9110, 9.2.2), or any that carries <c>Idempotency-Key</c>, with which its sender says that the body's own id
/// makes a repeat harmless. Any other POST is sent again only if it was certainly not acted upon: no connection was made, or 429.</summary>
internal static class RetryRule
{
    public const string IdempotencyHeader = "Idempotency-Key";

    public static ValueTask<bool> ShouldRetryAsync(RetryPredicateArguments<HttpResponseMessage> args) =>
        ValueTask.FromResult(
            HttpClientResiliencePredicates.IsTransient(args.Outcome)
            && (IsHarmlessToRepeat(args.Context.GetRequestMessage()) || WasNotActedUpon(args.Outcome)));

    private static bool IsHarmlessToRepeat(HttpRequestMessage? request) =>
        request is not null
        && ((request.Method != HttpMethod.Post && request.Method != HttpMethod.Patch && request.Method != HttpMethod.Connect)
            || request.Headers.Contains(IdempotencyHeader));

    private static bool WasNotActedUpon(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests
        || outcome.Exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        };
}
