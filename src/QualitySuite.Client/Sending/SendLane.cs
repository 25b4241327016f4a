using System.Diagnostics;
using Microsoft.Extensions.Logging;
using QualitySuite.Contracts.Batches;

namespace QualitySuite.Client.Sending;

/// <summary>The way of one kind: its queue, and the loop that sends a batch after the other.</summary>
internal sealed class SendLane<T> : IAsyncDisposable
{
    /// <summary>What collectors take of a span by default.</summary>
    private const int MostLinks = 128;

    private static readonly string s_kind = ClientTelemetry.NameOf<T>();
    private static readonly KeyValuePair<string, object?> s_tag = ClientTelemetry.KindOf<T>();

    private readonly BatchDelivery _delivery;
    private readonly Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<BatchResult>>> _submit;
    private readonly QualitySenderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SendQueue<T> _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _isFull;
    private int _isDisposed;

    public SendLane(
        BatchDelivery delivery, Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<BatchResult>>> submit, SendQueueBounds bounds, TimeProvider time, ILogger logger)
    {
        (_delivery, _submit, _options, _time, _logger) = (delivery, submit, bounds.Options, time, logger);
        _queue = new SendQueue<T>(bounds, time);

        // The loop outlives the request that happened to make the sender, and is no part of its trace.
        using (ExecutionContext.SuppressFlow())
        {
            _loop = Task.Run(RunAsync);
        }
    }

    public bool Add(T item, long bytes)
    {
        var (added, dropped, closed) = _queue.Add(item, bytes);
        ClientTelemetry.Queued.Add((added ? 1 : 0) - dropped, s_tag);
        if (closed)
        {
            Drop(1, "closed");
        }
        else if (dropped > 0 || !added)
        {
            Drop(dropped + (added ? 0 : 1), "full");
            if (Interlocked.Exchange(ref _isFull, 1) == 0)
            {
                _logger.QueueIsFull(s_kind);
            }
        }

        return added;
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _queue.FlushAsync(cancellationToken);

    /// <summary>Takes nothing more, and sends what is left for as long as the options say.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _queue.Close();
        await Task.WhenAny(_loop, Task.Delay(_options.DrainTimeout, _time));
        await _stop.CancelAsync();
        await _loop;
        _queue.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var batch = await _queue.TakeAsync(_stop.Token);
                if (batch.Count == 0)
                {
                    return;
                }

                await SendAsync(batch);
                _queue.Settle();
                Interlocked.Exchange(ref _isFull, 0);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                var left = _queue.Clear();
                _queue.Settle();
                GiveUp(left, "stopped");
                return;
            }
        }
    }

    private async Task SendAsync(IReadOnlyList<Waiting<T>> batch)
    {
        using var activity = StartActivity(batch);
        var open = batch.Count;
        var refused = new List<BatchResult>();
        try
        {
            await _delivery.DeliverAsync([.. batch.Select(waiting => waiting.Item)], _submit, (line, result) =>
            {
                open--;
                Tell(batch[line].Item, result, refused);
            }, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            GiveUp(open, "stopped");
            throw;
        }
#pragma warning disable CA1031 // A fault of ours ends no loop: the batch is counted as lost, and the next one has its chance.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _logger.BatchFailed(e, open, s_kind);
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            GiveUp(open, "failed");
        }
        finally
        {
            if (refused.Count > 0)
            {
                _logger.Refused(refused.Count, s_kind, refused[0].Status, refused[0].Problem?.Detail ?? "no reason was given");
            }
        }
    }

    /// <summary>Part of the trace of the items where they have one in common; else of its own, linked to theirs.</summary>
    private static Activity? StartActivity(IReadOnlyList<Waiting<T>> batch)
    {
        var origins = batch.Select(waiting => waiting.Origin).Where(origin => origin != default).Distinct().Take(MostLinks + 1).ToList();
        var parent = origins.Count == 1 ? origins[0] : default;
        return ClientTelemetry.Source.StartActivity(
            $"send {s_kind} batch", ActivityKind.Producer, parent, [new("messaging.batch.message_count", batch.Count)],
            origins.Count > 1 ? origins.Take(MostLinks).Select(origin => new ActivityLink(origin)) : null);
    }

    private void Tell(T item, BatchResult result, List<BatchResult> refused)
    {
        (result.IsAccepted ? ClientTelemetry.Sent : ClientTelemetry.Refused).Add(1, s_tag);
        ClientTelemetry.Queued.Add(-1, s_tag);
        if (!result.IsAccepted)
        {
            refused.Add(result);
        }

        try
        {
            (result.IsAccepted ? _options.Accepted : _options.Refused)?.Invoke(new Settled(item!, result));
        }
#pragma warning disable CA1031 // Whatever the caller's own code throws must not end the sending.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _logger.CallbackFailed(e);
        }
    }

    private void GiveUp(int count, string reason)
    {
        if (count > 0)
        {
            _logger.NotSent(count, s_kind);
            ClientTelemetry.Queued.Add(-count, s_tag);
            Drop(count, reason);
        }
    }

    private static void Drop(int count, string reason) => ClientTelemetry.Dropped.Add(count, s_tag, new KeyValuePair<string, object?>("reason", reason));
}
