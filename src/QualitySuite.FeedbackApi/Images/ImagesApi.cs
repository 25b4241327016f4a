using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images;

/// <summary><c>GET /v1/generations/{id}/image</c>: the stored bytes, or a WebP thumbnail.</summary>
internal static class ImagesApi
{
    public static void MapImagesApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/generations/{id}/image", GetAsync).WithSummary("The image, or a thumbnail with size=256 or 512").RequireApiKey(ApiScope.Read)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(410).ProducesProblem(422);

    private static async Task<Results<FileStreamHttpResult, FileContentHttpResult, ProblemHttpResult, ValidationProblem>> GetAsync(
        string id, string? size, ApiCaller caller, HttpResponse response, ImageLocator locator, ImageStore images, ThumbnailCache thumbnails,
        CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var generationId))
        {
            return GenerationProblems.NotAUuid();
        }

        if (size is not (null or "256" or "512"))
        {
            return Problems.Invalid("size", "256 or 512 pixels for the longest side, or absent for the original; this string is neither.");
        }

        if (await locator.FindAsync(generationId, caller.App, cancellationToken) is not { } image)
        {
            return Problems.NotFound($"There is no generation {generationId}, or it has no image.");
        }

        if (image.Expired)
        {
            return Problems.Create(StatusCodes.Status410Gone, "image_expired", "The image was kept for as long as images of this app are. The record and its scores are still there.");
        }

        return size is null
            ? await OriginalAsync(image, response, images, cancellationToken)
            : await ThumbnailAsync(image, int.Parse(size, System.Globalization.CultureInfo.InvariantCulture), response, thumbnails, cancellationToken);
    }

    private static async Task<Results<FileStreamHttpResult, FileContentHttpResult, ProblemHttpResult, ValidationProblem>> OriginalAsync(
        LocatedImage image, HttpResponse response, ImageStore images, CancellationToken cancellationToken)
    {
        if (await images.OpenReadAsync(image.Address, cancellationToken) is not { } stream)
        {
            return Missing();
        }

        AllowCaching(response);
        return TypedResults.Stream(stream, image.ContentType, entityTag: new EntityTagHeaderValue($"\"{image.Address.Hex}\""), enableRangeProcessing: true);
    }

    private static async Task<Results<FileStreamHttpResult, FileContentHttpResult, ProblemHttpResult, ValidationProblem>> ThumbnailAsync(
        LocatedImage image, int size, HttpResponse response, ThumbnailCache thumbnails, CancellationToken cancellationToken)
    {
        var (bytes, problem) = await thumbnails.GetAsync(image, size, cancellationToken);
        switch (problem)
        {
            case ThumbnailProblem.Missing:
                return Missing();
            case ThumbnailProblem.Undecodable:
                return Problems.Unprocessable("The image cannot be decoded, so there is no thumbnail of it; the original can still be had.", "undecodable_image");
        }

        AllowCaching(response);
        return TypedResults.Bytes(bytes, "image/webp", entityTag: new EntityTagHeaderValue($"\"{image.Address.Hex}-{size}\""));
    }

    private static ProblemHttpResult Missing() => Problems.NotFound("The image is not in the image store any more.", "image_missing");

    // An address never changes its content. The key in the request makes it private to that caller.
    private static void AllowCaching(HttpResponse response)
    {
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
