using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Contracts.Scoring;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;

namespace QualitySuite.ScoringWorker.Gate;

/// <summary>What a caller wants scored.</summary>
internal sealed record ReceivedImage(PooledBytes Image, string? Prompt, IReadOnlySet<string> Metrics) : IDisposable
{
    public void Dispose() => Image.Dispose();
}

/// <summary>Reads and checks the form of <c>POST /v1/score</c>.</summary>
internal static class ScoreRequestReader
{
    /// <summary>Most bytes of a whole request.</summary>
    public const long RequestBytes = GenerationLimits.ImageBytes + GenerationLimits.MetadataBytes + (64 * 1024);

    private static readonly FormOptions Limits = new()
    {
        MultipartBodyLengthLimit = GenerationLimits.ImageBytes,
        ValueLengthLimit = GenerationLimits.MetadataBytes,
        ValueCountLimit = 256,
        MemoryBufferThreshold = (int)GenerationLimits.ImageBytes,
    };

    /// <returns>The request, which the caller disposes, or the answer that says why there is none.</returns>
    public static async Task<(ReceivedImage? Received, IResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType || !request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return (null, Problems.UnsupportedMediaType(
                $"Send multipart/form-data with the file \"image\"; the Content-Type is {(string.IsNullOrEmpty(request.ContentType) ? "missing" : $"\"{request.ContentType}\"")}."));
        }

        IFormCollection form;
        try
        {
            request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, Limits));
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, e.Message.Contains("limit", StringComparison.OrdinalIgnoreCase)
                ? Problems.PayloadTooLarge($"image: at most {GenerationLimits.ImageBytes} bytes, metadata: at most {GenerationLimits.MetadataBytes}. {e.Message}")
                : Problems.BadRequest($"The multipart body is malformed: {e.Message}", "invalid_multipart"));
        }

        if (form.Files.Count != 1 || form.Files.GetFile("image") is not { } file)
        {
            var names = string.Join(", ", form.Files.Select(f => $"\"{f.Name}\""));
            return (null, Problems.BadRequest($"Exactly one file is wanted, in the part \"image\"; files here: {(names.Length == 0 ? "none" : names)}.", "invalid_multipart"));
        }

        var wanted = ReadWanted(form);
        if (Check(wanted) is { Count: > 0 } errors)
        {
            return (null, Problems.Invalid(errors));
        }

        await using var content = file.OpenReadStream();
        var image = await PooledBytes.ReadToEndAsync(content, (int)file.Length, (int)GenerationLimits.ImageBytes, cancellationToken);
        return image is null
            ? (null, Problems.PayloadTooLarge($"image: at most {GenerationLimits.ImageBytes} bytes; this file has {file.Length}."))
            : (new ReceivedImage(image, wanted.Prompt, wanted.Metrics?.ToHashSet(StringComparer.Ordinal) ?? []), null);
    }

    // A JSON error here is the same answer as in any JSON body.
    private static ScoreRequest ReadWanted(IFormCollection form)
    {
        if (form.TryGetValue("metadata", out var metadata))
        {
            return JsonSerializer.Deserialize<ScoreRequest>(metadata.ToString(), ServiceJson.Options) ?? throw new JsonException("The metadata is JSON null; it must be an object.");
        }

        var prompt = form.TryGetValue("prompt", out var text) ? text.ToString() : null;
        string[] metrics = [.. form["metrics"].SelectMany(m => (m ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        return new ScoreRequest { Prompt = prompt, Metrics = metrics };
    }

    private static Dictionary<string, string[]> Check(ScoreRequest wanted)
    {
        var errors = new Dictionary<string, string[]>();
        if (wanted.Prompt?.Length > GenerationLimits.PromptCharacters)
        {
            errors["prompt"] = [$"At most {GenerationLimits.PromptCharacters:N0} characters; this string has {wanted.Prompt.Length:N0}."];
        }

        string[] unknown = [.. (wanted.Metrics ?? []).Select(m => m ?? "null").Where(m => MetricCatalogue.Find(m) is not { Kind: MetricKind.Automated }).Take(10)];
        if (unknown.Length > 0)
        {
            errors["metrics"] = [.. unknown.Select(m => $"'{(m.Length > 64 ? m[..64] + "..." : m)}' is no metric that is computed from an image; GET /v1/metrics of the Feedback API lists them.")];
        }

        return errors;
    }
}
