using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using QualitySuite.Contracts.Generations;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Reads a submission from a request: multipart with the parts "metadata" and "image" in either order, or JSON alone.</summary>
internal static class SubmissionReader
{
    /// <summary>Most bytes of a whole request: the largest image, the largest metadata and the multipart framing.</summary>
    public const long RequestBytes = GenerationLimits.ImageBytes + GenerationLimits.MetadataBytes + (64 * 1024);

    private const int BoundaryCharacters = 70;

    /// <returns>The submission, which the caller disposes, or the answer that says why there is none.</returns>
    public static async Task<(ReceivedSubmission? Submission, ProblemHttpResult? Problem)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return (null, UnsupportedType(request.ContentType));
        }

        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            var (metadata, problem) = await ReadMetadataAsync(request.Body, cancellationToken);
            return metadata is null ? (null, problem) : (new ReceivedSubmission(metadata, Upload: null), null);
        }

        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return (null, UnsupportedType(request.ContentType));
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > BoundaryCharacters)
        {
            return (null, Problems.BadRequest(
                $"The Content-Type's boundary must have 1 to {BoundaryCharacters} characters; it has {boundary?.Length ?? 0}.", "invalid_multipart"));
        }

        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary, request.Body), request.ContentLength, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            return (null, Problems.BadRequest($"The multipart body is malformed: {e.Message}", "invalid_multipart"));
        }
        catch (ConnectionResetException)
        {
            // Nobody reads this answer; without it a client that was killed would stand in the log as a failure of ours.
            return (null, Problems.BadRequest("The connection was reset in the middle of the body.", "invalid_multipart"));
        }
        catch (IOException e) when (e is not BadHttpRequestException && e.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal))
        {
            return (null, Problems.BadRequest("The multipart body ends before its closing boundary.", "invalid_multipart"));
        }
    }

    private static async Task<(ReceivedSubmission?, ProblemHttpResult?)> ReadPartsAsync(
        MultipartReader reader, long? contentLength, CancellationToken cancellationToken)
    {
        GenerationSubmission? metadata = null;
        PooledBytes? image = null;
        ProblemHttpResult? problem = null;
        try
        {
            while (problem is null && await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                switch (PartName(section))
                {
                    case "metadata" when metadata is null:
                        (metadata, problem) = await ReadMetadataAsync(section.Body, cancellationToken);
                        break;
                    case "image" when image is null:
                        image = await PooledBytes.ReadToEndAsync(
                            section.Body, (int)Math.Min(contentLength ?? 0, GenerationLimits.ImageBytes), (int)GenerationLimits.ImageBytes, cancellationToken);
                        problem = image is null ? Problems.PayloadTooLarge($"image: at most {GenerationLimits.ImageBytes} bytes; this file has more.") : null;
                        break;
                    case var other:
                        problem = Problems.BadRequest(
                            $"The multipart parts are \"metadata\" (JSON) and \"image\" (the file), once each; there is another part \"{other}\".", "invalid_multipart");
                        break;
                }
            }

            if (problem is null && metadata is null)
            {
                problem = Problems.BadRequest("The multipart body has no part \"metadata\" with the generation's JSON.", "invalid_multipart");
            }

            if (problem is not null)
            {
                return (null, problem);
            }

            var received = new ReceivedSubmission(metadata!, image);
            image = null;
            return (received, null);
        }
        finally
        {
            image?.Dispose();
        }
    }

    private static async Task<(GenerationSubmission?, ProblemHttpResult?)> ReadMetadataAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = await PooledBytes.ReadToEndAsync(body, 4096, GenerationLimits.MetadataBytes, cancellationToken);
        if (bytes is null)
        {
            return (null, Problems.PayloadTooLarge($"metadata: at most {GenerationLimits.MetadataBytes} bytes of JSON; this has more."));
        }

        var metadata = JsonSerializer.Deserialize<GenerationSubmission>(bytes.Memory.Span, ServiceJson.Options);
        return metadata is null
            ? (null, Problems.BadRequest("The metadata is JSON null; it must be an object.", "invalid_json"))
            : (metadata, null);
    }

    private static string? PartName(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
            : null;

    private static ProblemHttpResult UnsupportedType(string? type) => Problems.UnsupportedMediaType(
        $"Send multipart/form-data or application/json; the Content-Type is {(string.IsNullOrEmpty(type) ? "missing" : $"\"{type}\"")}.");
}
