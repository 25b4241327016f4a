using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Generations;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>
/// Fetches the image of an <c>imageUrl</c> from a host that the deployment allows. What it answers tells the caller no more of the host than its status:
/// nothing of the body, no address.
/// </summary>
internal sealed class ImageFetcher(
    SocketsHttpHandler handler, FetchRules rules, IOptions<ImageFetchOptions> options, TimeProvider time, ILogger<ImageFetcher> logger) : IDisposable
{
    private const string Field = "imageUrl";

    private readonly HttpMessageInvoker _http = new(handler);
    private readonly TimeSpan _timeout = options.Value.Timeout;

    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.MostConcurrent,
        QueueLimit = options.Value.MostWaiting,
    });

    /// <returns>
    /// The bytes, at most <see cref="GenerationLimits.ImageBytes"/> and not looked at, which the caller disposes; or the answer that says why there are none.
    /// </returns>
    public async Task<(PooledBytes? Image, IResult? Problem)> FetchAsync(string imageUrl, CancellationToken cancellationToken)
    {
        if (!rules.TryRead(imageUrl, out var address, out var error))
        {
            return (null, Problems.Invalid(Field, error));
        }

        using var limit = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var place = await TakePlaceAsync(either.Token, cancellationToken);
        if (place?.IsAcquired is not true)
        {
            return (null, Problems.Unavailable($"{Field}: as many images are being fetched as this service fetches at once. Nothing is lost by trying again."));
        }

        try
        {
            return await ReadAsync(address, either.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefusedException)
        {
            logger.AddressRefused(address.IdnHost);
            return (null, Problems.Invalid(Field, $"Images are fetched from public addresses only; \"{address.IdnHost}\" has one that is not."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Failed(address, limit.IsCancellationRequested
                ? $"the answer was not complete within {_timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s."
                : ReasonOf(e), e);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    /// <summary>Null: none became free in time.</summary>
    private async Task<RateLimitLease?> TakePlaceAsync(CancellationToken inTime, CancellationToken cancellationToken)
    {
        try
        {
            return await _places.AcquireAsync(permitCount: 1, inTime);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<(PooledBytes?, IResult?)> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Headers =
            {
                { "Accept", "image/png, image/jpeg, image/webp" },
                { "Accept-Encoding", "identity" },
                { "User-Agent", "QualitySuite" },
            },
        };
        using var response = await _http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Failed(address, (int)response.StatusCode is >= 300 and < 400
                ? $"the server answered {(int)response.StatusCode}, a redirect, and none is followed; give the address that it leads to."
                : $"the server answered {(int)response.StatusCode}; only 200 brings an image.");
        }

        if (response.Content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return Failed(address, "the server sent compressed content, which was not asked for.");
        }

        var length = response.Content.Headers.ContentLength;
        if (length > GenerationLimits.ImageBytes)
        {
            return Failed(address, $"at most {GenerationLimits.ImageBytes} bytes; this file has {length}.");
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var image = await PooledBytes.ReadToEndAsync(body, (int)(length ?? 0), (int)GenerationLimits.ImageBytes, cancellationToken);
        return image is null ? Failed(address, $"at most {GenerationLimits.ImageBytes} bytes; this file has more.") : (image, null);
    }

    private (PooledBytes?, IResult?) Failed(Uri address, string reason, Exception? exception = null)
    {
        logger.FetchFailed(exception, address.IdnHost, reason);
        return (null, Problems.Unprocessable($"{Field}: {reason}", "image_fetch_failed"));
    }

    private static string ReasonOf(Exception exception) => exception switch
    {
        HttpRequestException e => ReasonOf(e.HttpRequestError),
        HttpIOException e => ReasonOf(e.HttpRequestError),
        OperationCanceledException => "no connection could be made in time.",
        _ => "the connection broke in the middle of the answer.",
    };

    private static string ReasonOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the host's name could not be resolved.",
        HttpRequestError.ConnectionError => "no connection could be made.",
        HttpRequestError.SecureConnectionError => "no TLS connection could be made; the host's certificate may not be trusted.",
        HttpRequestError.ResponseEnded => "the answer ended before it was complete.",
        HttpRequestError.ConfigurationLimitExceeded => "the answer's headers are longer than is taken.",
        _ => "the answer was not valid HTTP.",
    };
}
