using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Images;
using QualitySuite.FeedbackApi.Pipeline;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.FeedbackApi.Writing;
using QualitySuite.Imaging;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;
using QualitySuite.Storage.Queue;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>
/// The way of one generation into the suite: check, image to the store, one statement for its rows, and only then the answer and the queue.
/// A crash before the rows are committed leaves at most an image without a row, which the orphan collector removes.
/// </summary>
internal sealed class GenerationIngest(
    GenerationStore store, MicroBatcher<NewGeneration, bool> rows, ImageStore images, UserKeyHasher hasher, QueueSender queue, TimeProvider time)
{
    /// <returns>The generation's state, and whether this call made it; or the answer that says why it was refused.</returns>
    public async Task<(GenerationAccepted? Accepted, bool IsNew, IResult? Problem)> SubmitAsync(
        ReceivedSubmission received, ApiCaller caller, CancellationToken cancellationToken)
    {
        var submission = received.Metadata;
        var errors = SubmissionRules.Check(submission, time.GetUtcNow());
        if (received.Upload is not null && submission.ImageBase64 is not null)
        {
            errors.Add("imageBase64", "The image comes once: in the part \"image\" or as imageBase64, and here it is in both.");
        }

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

        var (image, problem) = await StoreImageAsync(received.Image, cancellationToken);
        if (problem is not null)
        {
            return (null, false, problem);
        }

        var generation = NewGeneration.From(submission, image, hasher, time.GetUtcNow(), Activity.Current?.Id);
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

        // The same id was accepted before: this call is a retry and changes nothing.
        var earlier = await store.FindAsync(generation.Id, cancellationToken);
        return earlier is null || earlier.App != submission.App
            ? (null, false, Problems.Conflict($"id: {generation.Id} belongs to another generation."))
            : (Accepted(earlier.Id, earlier.HasImage), false, null);
    }

    private async Task<GenerationAccepted?> RepeatOfAsync(GenerationSubmission submission, ApiCaller caller, CancellationToken cancellationToken) =>
        Guid.TryParse(submission.Id, out var id) && caller.MayUse(submission.App!)
            && await store.FindAsync(id, cancellationToken) is { } earlier && earlier.App == submission.App
            ? Accepted(earlier.Id, earlier.HasImage)
            : null;

    // A repeat gets the same body, whatever has become of the image since.
    private static GenerationAccepted Accepted(Guid id, bool hasImage) =>
        new(id, hasImage ? ScoringStatus.Pending : ScoringStatus.NotScored, GenerationAddresses.Of(id, hasImage));

    private async Task<(StoredImage?, ProblemHttpResult?)> StoreImageAsync(ReadOnlyMemory<byte>? image, CancellationToken cancellationToken)
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
                var address = await images.PutAsync(content, cancellationToken);
                return (new StoredImage(address, inspection.ContentType, content.Length, inspection.Width, inspection.Height), null);
            case InspectionVerdict.UnsupportedFormat:
                return (null, Problems.UnsupportedMediaType($"image: {inspection.Detail}"));
            case InspectionVerdict.NotAnImage:
                return (null, Problems.Unprocessable($"image: {inspection.Detail}", "not_an_image"));
            case InspectionVerdict.Truncated:
                return (null, Problems.Unprocessable($"image: {inspection.Detail}", "truncated_image"));
            case InspectionVerdict.TooManyPixels:
                return (null, Problems.Unprocessable($"image: {inspection.Detail}", "too_many_pixels"));
            default:
                throw new UnreachableException($"Unknown verdict {inspection.Verdict}.");
        }
    }
}
