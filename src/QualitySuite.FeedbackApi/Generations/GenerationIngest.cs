using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Images;
using QualitySuite.FeedbackApi.Images.Fetching;
using QualitySuite.FeedbackApi.Pipeline;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.FeedbackApi.Writing;
using QualitySuite.Imaging;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;
using QualitySuite.Storage.Queue;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>
/// The way of one generation into the suite: check, image to the store, fetched first where a URL stands for it, one statement for its rows, and only
/// then the answer and the queue.
/// A crash before the rows are committed leaves at most an image without a row, which the orphan collector removes.
/// </summary>
internal sealed class GenerationIngest(
    GenerationStore store, MicroBatcher<NewGeneration, bool> rows, ImageStore images, ImageFetcher fetcher, UserKeyHasher hasher, Redactor redactor,
    QueueSender queue, TimeProvider time, ILogger<GenerationIngest> logger)
{
    /// <returns>The generation's state, and whether this call made it; or the answer that says why it was refused.</returns>
    public async Task<(GenerationAccepted? Accepted, bool IsNew, IResult? Problem)> SubmitAsync(
        ReceivedSubmission received, ApiCaller caller, CancellationToken cancellationToken)
    {
        var submission = received.Metadata;
        var errors = SubmissionRules.Check(received, time.GetUtcNow());
        if (errors.Any)
        {
            // A retry of what was accepted in time is answered as it was then, however late it comes.
            return errors.ByField.Keys.SequenceEqual(["createdAt"]) && await RepeatOfAsync(submission, caller, cancellationToken) is { } repeat
                ? (repeat, false, null)
                : (null, false, Problems.Invalid(errors.ByField));
        }

        if (!caller.MayUse(submission.App!))
        {
            return (null, false, GenerationProblems.OtherApp(caller));
        }

        // A retry costs no second fetch, whatever has become of the URL since.
        if (submission is { ImageUrl: not null, Id: { } id } && await store.FindAsync(Guid.Parse(id), cancellationToken) is { } known)
        {
            return Repeat(known, submission);
        }

        var (image, problem) = submission.ImageUrl is { } url
            ? await FetchImageAsync(url, cancellationToken)
            : await StoreImageAsync(received.Image, "image", cancellationToken);
        if (problem is not null)
        {
            return (null, false, problem);
        }

        var generation = NewGeneration.From(redactor.Redact(submission), image, hasher, time.GetUtcNow(), Activity.Current?.Id);
        if (rows.TryWrite(generation) is not { } writing)
        {
            return (null, false, Busy.Rows());
        }

        if ((await writing).OutcomeOrThrow())
        {
            if (image is not null)
            {
                await queue.SendAsync(new QueuedImage(generation.Id, generation.CreatedAt, generation.TraceParent));
            }

            return (Accepted(generation.Id, image is not null), true, null);
        }

        return await store.FindAsync(generation.Id, cancellationToken) is { } earlier
            ? Repeat(earlier, submission)
            : (null, false, BelongsToAnother(generation.Id));
    }

    // The same id was accepted before: the call is a retry and changes nothing.
    private static (GenerationAccepted?, bool, IResult?) Repeat(KnownGeneration earlier, GenerationSubmission submission) =>
        earlier.Erased ? (null, false, GenerationProblems.Erased(earlier.Id))
            : earlier.App == submission.App ? (Accepted(earlier.Id, earlier.HasImage), false, null)
            : (null, false, BelongsToAnother(earlier.Id));

    private static ProblemHttpResult BelongsToAnother(Guid id) => Problems.Conflict($"id: {id} belongs to another generation.");

    private async Task<GenerationAccepted?> RepeatOfAsync(GenerationSubmission submission, ApiCaller caller, CancellationToken cancellationToken) =>
        Guid.TryParse(submission.Id, out var id) && caller.MayUse(submission.App!)
            && await store.FindAsync(id, cancellationToken) is { } earlier && earlier.App == submission.App
            ? Accepted(earlier.Id, earlier.HasImage)
            : null;

    // A repeat gets the same body, whatever has become of the image since.
    private static GenerationAccepted Accepted(Guid id, bool hasImage) =>
        new(id, hasImage ? ScoringStatus.Pending : ScoringStatus.NotScored, GenerationAddresses.Of(id, hasImage));

    private async Task<(StoredImage?, IResult?)> FetchImageAsync(string url, CancellationToken cancellationToken)
    {
        var (fetched, problem) = await fetcher.FetchAsync(url, cancellationToken);
        using (fetched)
        {
            return fetched is null ? (null, problem) : await StoreImageAsync(fetched.Memory, "imageUrl", cancellationToken);
        }
    }

    private async Task<(StoredImage?, IResult?)> StoreImageAsync(ReadOnlyMemory<byte>? image, string field, CancellationToken cancellationToken)
    {
        if (image is not { } content)
        {
            return (null, null);
        }

        if (content.Length > GenerationLimits.ImageBytes)
        {
            return (null, Problems.PayloadTooLarge($"imageBase64: at most {GenerationLimits.ImageBytes} bytes; this image has {content.Length}."));
        }

        var inspection = ImageInspector.Inspect(content.Span, GenerationLimits.ImagePixels);
        switch (inspection.Verdict)
        {
            case InspectionVerdict.Ok:
                return await PutAsync(content, field, inspection, cancellationToken);
            case InspectionVerdict.UnsupportedFormat:
                return (null, Problems.UnsupportedMediaType($"{field}: {inspection.Detail}"));
            case InspectionVerdict.NotAnImage:
                return (null, Problems.Unprocessable($"{field}: {inspection.Detail}", "not_an_image"));
            case InspectionVerdict.Truncated:
                return (null, Problems.Unprocessable($"{field}: {inspection.Detail}", "truncated_image"));
            case InspectionVerdict.TooManyPixels:
                return (null, Problems.Unprocessable($"{field}: {inspection.Detail}", "too_many_pixels"));
            default:
                throw new UnreachableException($"Unknown verdict {inspection.Verdict}.");
        }
    }

    private async Task<(StoredImage?, ProblemHttpResult?)> PutAsync(
        ReadOnlyMemory<byte> content, string field, ImageInspection inspection, CancellationToken cancellationToken)
    {
        try
        {
            var address = await images.PutAsync(content, cancellationToken);
            return (new StoredImage(address, inspection.ContentType, content.Length, inspection.Width, inspection.Height), null);
        }
        catch (ImageStoreFullException e)
        {
            logger.StoreFull(e, content.Length);
            return (null, Problems.InsufficientStorage(
                $"{field}: the image store has no room for it. Nothing of the generation was recorded; the same request can be sent again."));
        }
    }
}
