using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Client.Retries;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client.Sending;

/// <summary>
/// Delivers batches: sends one, and those of its lines that can be sent again, until each has been accepted or refused for good. While the server is
/// away or overloaded (no answer, 408, 429, 502, 503, 504, 507) that goes on until it is back; a line that the server fails on (another 5xx) is
/// given up after ten attempts. Lines without an id get one, so that a repetition is harmless, and feedback and events are held for their generation.
/// </summary>
public sealed class BatchDelivery
{
    private const int MostFaults = 10;

    private readonly QualityClient _client;
    private readonly RetryOptions _retries;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public BatchDelivery(QualityClient client, RetryOptions? retries = null, TimeProvider? time = null, ILogger<BatchDelivery>? logger = null)
        : this(client, OptionsCheck.Checked(retries ?? new RetryOptions()), time ?? TimeProvider.System, (ILogger?)logger ?? NullLogger.Instance)
    {
    }

    internal BatchDelivery(QualityClient client, RetryOptions retries, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(client);
        (_client, _retries, _time, _logger) = (client, retries, time, logger);
    }

    /// <summary>Delivers generations, at most <see cref="BatchLimits.Generations"/>; see the class. An image that is empty is none.</summary>
    /// <returns>What became of each, in their order: none is left open.</returns>
    public Task<IReadOnlyList<BatchResult>> DeliverAsync(IReadOnlyList<GenerationSubmission> submissions, CancellationToken cancellationToken) =>
        DeliverAsync(Completed(submissions, SendDefaults.Apply), _client.SubmitGenerationsAsync, (_, _) => { }, cancellationToken);

    /// <summary>Delivers feedback, at most <see cref="BatchLimits.Reactions"/>; see the class.</summary>
    public Task<IReadOnlyList<BatchResult>> DeliverAsync(IReadOnlyList<FeedbackSubmission> feedback, CancellationToken cancellationToken) =>
        DeliverAsync(Completed(feedback, SendDefaults.Apply), _client.SubmitFeedbackAsync, (_, _) => { }, cancellationToken);

    /// <summary>Delivers events, at most <see cref="BatchLimits.Reactions"/>; see the class.</summary>
    public Task<IReadOnlyList<BatchResult>> DeliverAsync(IReadOnlyList<BehaviourSubmission> events, CancellationToken cancellationToken) =>
        DeliverAsync(Completed(events, SendDefaults.Apply), _client.SubmitEventsAsync, (_, _) => { }, cancellationToken);

    /// <summary>The same of lines that are complete; <paramref name="settled"/> hears of each line as soon as it is settled.</summary>
    internal async Task<IReadOnlyList<BatchResult>> DeliverAsync<T>(
        IReadOnlyList<T> lines, Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<BatchResult>>> submit, Action<int, BatchResult> settled, CancellationToken cancellationToken)
    {
        var results = new BatchResult?[lines.Count];
        var faults = new int[lines.Count];
        var open = Enumerable.Range(0, lines.Count).ToList();
        var backoff = new Backoff(_retries, Backoff.RandomOf(_time));
        while (true)
        {
            var attempt = await AttemptAsync([.. open.Select(i => lines[i])], submit, cancellationToken);
            var (before, reason) = (open.Count, attempt.Reason);
            var again = new List<int>();
            for (var i = 0; i < open.Count; i++)
            {
                var (line, result) = (open[i], attempt.ResultOf(i));
                if (MayRepeat(result, ref faults[line]))
                {
                    again.Add(line);
                    reason ??= result?.Problem?.Detail;
                    continue;
                }

                results[line] = result! with { Index = line };
                settled(line, results[line]!);
            }

            open = again;
            if (open.Count == 0)
            {
                return results!;
            }

            if (open.Count < before)
            {
                backoff.Reset();
            }

            if (attempt.IsFlawed)
            {
                continue; // A line that cannot be written kept the others back; the server has seen none.
            }

            ClientTelemetry.Retried.Add(open.Count, ClientTelemetry.KindOf<T>());
            var pause = backoff.Next(attempt.RetryAfter);
            _logger.SendingAgain(open.Count, pause, reason ?? "no reason was given");
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    private async Task<Attempt> AttemptAsync<T>(
        IReadOnlyList<T> lines, Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<BatchResult>>> submit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_retries.AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return new Attempt { Results = await submit(lines, either.Token) };
        }
        catch (QualityApiException e)
        {
            return new Attempt { RetryAfter = e.RetryAfter, Whole = ResultOf(e), Reason = e.Message };
        }
        catch (Exception e) when (UnwritableLineException.In(e) is not null)
        {
            return Attempt.Flawed(UnwritableLineException.In(e)!);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not (ArgumentException or InvalidOperationException or NullReferenceException))
        {
            // Whatever stands between has its own ways of saying that there is no answer: another body, or an exception such as Polly's BrokenCircuitException.
            return new Attempt { Reason = timeout.IsCancellationRequested ? $"no answer within {_retries.AttemptTimeout}" : e.Message };
        }
    }

    private static bool MayRepeat(BatchResult? result, ref int faults) => (HttpStatusCode?)result?.Status switch
    {
        null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.InsufficientStorage => true,
        >= HttpStatusCode.InternalServerError => ++faults < MostFaults,
        _ => false,
    };

    private static BatchResult ResultOf(QualityApiException e)
    {
        var status = (int)e.StatusCode!;
        return new BatchResult(0, status, Problem: new BatchProblem(
            e.Problem?.Type ?? "about:blank", e.Problem?.Title ?? e.StatusCode.ToString()!, status, e.Problem?.Detail ?? e.Message, e.Problem?.Errors));
    }

    private T[] Completed<T>(IReadOnlyList<T> lines, Func<T, DateTimeOffset, T> complete)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var now = _time.GetUtcNow();
        return [.. lines.Select(line => complete(line, now))];
    }
}
