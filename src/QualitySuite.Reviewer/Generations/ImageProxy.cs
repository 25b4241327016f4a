using System.Net;
using QualitySuite.Client;
using QualitySuite.Reviewer.Hosting;

namespace QualitySuite.Reviewer.Generations;

/// <summary>Passes images on, since browsers talk to the Reviewer alone.</summary>
internal static class ImageProxy
{
    private static readonly string[] PassedHeaders = ["ETag", "Cache-Control", "Last-Modified"];

    public static void MapImageProxy(this IEndpointRouteBuilder routes) => routes.MapGet("/generations/{id:guid}/image", GetAsync);

    private static async Task GetAsync(
        Guid id, int? size, HttpContext context, QualityClient api, ILogger<QualityClient> logger, CancellationToken cancellationToken)
    {
        var response = context.Response;
        try
        {
            using var answer = await api.GetImageAsync(id, size, context.Request.Headers.IfNoneMatch, cancellationToken);
            response.StatusCode = (int)answer.StatusCode;
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotModified))
            {
                if (answer.StatusCode >= HttpStatusCode.InternalServerError)
                {
                    Log.ImageUnavailable(logger, id, (int)answer.StatusCode);
                    response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                }

                return;
            }

            CopyHeaders(answer, response);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                await answer.Content.CopyToAsync(response.Body, cancellationToken);
            }
        }
        catch (Exception exception) when (!response.HasStarted && ApiOutage.Is(exception))
        {
            Log.ApiUnavailable(logger, context.Request.Path, exception);
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private static void CopyHeaders(HttpResponseMessage answer, HttpResponse response)
    {
        foreach (var name in PassedHeaders)
        {
            if (answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        // An image opened on its own is a document of this origin: whatever its bytes are, it may run nothing.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        var type = answer.Content.Headers.ContentType?.MediaType;
        response.ContentType = type is not null && type.StartsWith("image/", StringComparison.Ordinal) && type != "image/svg+xml"
            ? type
            : "application/octet-stream";
        response.ContentLength = answer.StatusCode == HttpStatusCode.OK ? answer.Content.Headers.ContentLength : null;
    }
}
