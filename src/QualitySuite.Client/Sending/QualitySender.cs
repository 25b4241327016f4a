using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client.Sending;

/// <summary>
/// Takes what happens on a request's path and sends it in the background, in batches: adding never waits, and memory is bounded. While the server
/// is away it goes on trying; what finds no room is given up and counted (<c>qualitysuite.client.dropped</c>). Every item has its id before it is sent, so that
/// a repetition is harmless. Thread-safe; one for the whole process. Disposing it sends what is left, for as long as the options say.
/// </summary>
/// <remarks>The batch's span (source <c>QualitySuite.Client</c>) is part of the trace in which its items were added; items of several traces are
/// linked to it.</remarks>
public sealed class QualitySender : IAsyncDisposable
{
    private readonly SendLane<GenerationSubmission> _generations;
    private readonly SendLane<FeedbackSubmission> _feedback;
    private readonly SendLane<BehaviourSubmission> _events;
    private readonly TimeProvider _time;

    /// <param name="client">Whom to call. It need not retry by itself.</param>
    /// <param name="options">Sizes and times; null: the defaults.</param>
    /// <param name="time">The clock of waits and pauses; null: the machine's.</param>
    /// <param name="logger">Null: nothing is logged. Prompts and keys never are.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public QualitySender(QualityClient client, QualitySenderOptions? options = null, TimeProvider? time = null, ILogger<QualitySender>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options = OptionsCheck.Checked(options ?? new QualitySenderOptions());
        _time = time ?? TimeProvider.System;
        ILogger log = logger is null ? NullLogger.Instance : logger;
        var delivery = new BatchDelivery(client, options.Retries, _time, log);
        var reactionBytes = Math.Min(options.BatchBytes, BatchLimits.ReactionBytes / 4);
        _generations = new SendLane<GenerationSubmission>(
            delivery, client.SubmitGenerationsAsync, new SendQueueBounds(Math.Min(options.BatchItems, BatchLimits.Generations), options.BatchBytes, options), _time, log);
        _feedback = new SendLane<FeedbackSubmission>(delivery, client.SubmitFeedbackAsync, new SendQueueBounds(options.BatchItems, reactionBytes, options), _time, log);
        _events = new SendLane<BehaviourSubmission>(delivery, client.SubmitEventsAsync, new SendQueueBounds(options.BatchItems, reactionBytes, options), _time, log);
    }

    /// <summary>Adds a generation. To speak of it later, give it its id: <c>Guid.CreateVersion7().ToString()</c>.</summary>
    /// <param name="submission">What is known about it. Without a createdAt it is now.</param>
    /// <param name="image">The encoded image, not to be changed any more; empty: that of the submission, if any.</param>
    /// <returns>Whether it waits to be sent; false: there is no room, or the sender has ended.</returns>
    public bool Add(GenerationSubmission submission, ReadOnlyMemory<byte> image = default)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var complete = SendDefaults.Apply(image.IsEmpty ? submission : submission with { ImageBase64 = image }, _time.GetUtcNow());
        return _generations.Add(complete, SubmissionSize.Of(complete));
    }

    /// <summary>Adds a feedback. Its generation may arrive later, unless <see cref="FeedbackSubmission.Hold"/> is false.</summary>
    /// <returns>Whether it waits to be sent; false: there is no room, or the sender has ended.</returns>
    public bool Add(FeedbackSubmission feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        return _feedback.Add(SendDefaults.Apply(feedback, _time.GetUtcNow()), SubmissionSize.Of(feedback));
    }

    /// <summary>Adds an event. Without a time it is now; with an id of your own say the time too, or it is when the event arrives. Its generation may arrive later, unless <see cref="BehaviourSubmission.Hold"/> is false.</summary>
    /// <returns>Whether it waits to be sent; false: there is no room, or the sender has ended.</returns>
    public bool Add(BehaviourSubmission behaviour)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        return _events.Add(SendDefaults.Apply(behaviour, _time.GetUtcNow()), SubmissionSize.Of(behaviour));
    }

    /// <summary>Sends at once what waits, and returns when all that was added before is accepted, refused or dropped.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the sending: give it a deadline.</param>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _generations.FlushAsync(cancellationToken), _feedback.FlushAsync(cancellationToken), _events.FlushAsync(cancellationToken));

    /// <summary>Takes nothing more, and sends what is left for at most <see cref="QualitySenderOptions.DrainTimeout"/>; the rest is dropped and counted.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_generations.DisposeAsync().AsTask(), _feedback.DisposeAsync().AsTask(), _events.DisposeAsync().AsTask());
}
