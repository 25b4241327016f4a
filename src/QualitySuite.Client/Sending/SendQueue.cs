using System.Diagnostics;

namespace QualitySuite.Client.Sending;

/// <summary>Something that waits, with its place in the order of adding and the span under which it was added.</summary>
internal readonly record struct Waiting<T>(T Item, long Bytes, long Number, ActivityContext Origin);

/// <summary>When a batch is full, and how much may wait.</summary>
internal sealed record SendQueueBounds(int BatchItems, long BatchBytes, QualitySenderOptions Options);

/// <summary>The queue of one kind: bounded by items and bytes, what is being sent included. Thread-safe for many that add and one that takes.</summary>
internal sealed class SendQueue<T> : IDisposable
{
    private readonly SendQueueBounds _bounds;
    private readonly Lock _gate = new();
    private readonly Queue<Waiting<T>> _waiting = new();
    private readonly ITimer _timer;

    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _settled = NewSignal();
    private List<Waiting<T>> _taken = [];
    private (int Items, long Bytes) _held;
    private long _waitingBytes;
    private long _next;
    private long _flushTo;
    private bool _isDue;
    private bool _isClosed;

    public SendQueue(SendQueueBounds bounds, TimeProvider time)
    {
        _bounds = bounds;
        _timer = time.CreateTimer(_ => BecomeDue(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds, and returns whether there was room and how many gave way.</summary>
    public (bool Added, int Dropped, bool Closed) Add(T item, long bytes)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return (false, 0, true);
            }

            // What is being sent gives no room, and nothing is driven out for what would not fit even so.
            var (sentItems, sentBytes) = (_held.Items - _waiting.Count, _held.Bytes - _waitingBytes);
            if (!HasRoom(_held.Items, _held.Bytes, bytes) && (_bounds.Options.WhenFull == WhenFull.Reject || !HasRoom(sentItems, sentBytes, bytes)))
            {
                return (false, 0, false);
            }

            var dropped = 0;
            while (!HasRoom(_held.Items, _held.Bytes, bytes))
            {
                Release(Dequeue());
                SignalSettled();
                dropped++;
            }

            if (_waiting.Count == 0)
            {
                _timer.Change(_bounds.Options.LongestWait, Timeout.InfiniteTimeSpan);
            }

            _waiting.Enqueue(new Waiting<T>(item, bytes, _next++, Activity.Current?.Context ?? default));
            _held = (_held.Items + 1, _held.Bytes + bytes);
            _waitingBytes += bytes;
            if (IsFull)
            {
                _changed.TrySetResult();
            }

            return (true, dropped, false);
        }
    }

    /// <summary>The next batch, when it is full or has waited long enough; empty: the queue is closed and nothing is left.</summary>
    public async Task<IReadOnlyList<Waiting<T>>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_waiting.Count > 0 && (_isDue || _isClosed || IsFull || _waiting.Peek().Number < _flushTo))
                {
                    return Take();
                }

                if (_isClosed)
                {
                    return [];
                }

                _changed = NewSignal();
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The batch that was taken is settled.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            foreach (var taken in _taken)
            {
                Release(taken);
            }

            _taken = [];
            SignalSettled();
        }
    }

    /// <summary>Has everything that was added until now taken at once, and waits until it is settled.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        long target;
        lock (_gate)
        {
            target = _flushTo = _next;
            _changed.TrySetResult();
        }

        while (true)
        {
            Task settled;
            lock (_gate)
            {
                var oldest = _taken.Count > 0 ? _taken[0].Number : _waiting.Count > 0 ? _waiting.Peek().Number : _next;
                if (oldest >= target)
                {
                    return;
                }

                settled = _settled.Task;
            }

            await settled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes nothing more; what is there can be taken at once.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _changed.TrySetResult();
        }
    }

    /// <summary>Gives up everything that waits; returns how many.</summary>
    public int Clear()
    {
        lock (_gate)
        {
            var count = _waiting.Count;
            while (_waiting.Count > 0)
            {
                Release(Dequeue());
            }

            SignalSettled();
            return count;
        }
    }

    public void Dispose() => _timer.Dispose();

    private bool IsFull => _waiting.Count >= _bounds.BatchItems || _waitingBytes >= _bounds.BatchBytes;

    private bool HasRoom(int items, long held, long bytes) => items < _bounds.Options.MostItems && held + bytes <= _bounds.Options.MostBytes;

    private List<Waiting<T>> Take()
    {
        var bytes = 0L;
        while (_waiting.Count > 0 && _taken.Count < _bounds.BatchItems && (_taken.Count == 0 || bytes + _waiting.Peek().Bytes <= _bounds.BatchBytes))
        {
            _taken.Add(Dequeue());
            bytes += _taken[^1].Bytes;
        }

        // Those that stay have waited less than the ones taken; a while more does them no harm.
        _isDue = false;
        _timer.Change(_waiting.Count > 0 ? _bounds.Options.LongestWait : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return _taken;
    }

    private Waiting<T> Dequeue()
    {
        var item = _waiting.Dequeue();
        _waitingBytes -= item.Bytes;
        return item;
    }

    private void Release(Waiting<T> item) => _held = (_held.Items - 1, _held.Bytes - item.Bytes);

    private void SignalSettled()
    {
        _settled.TrySetResult();
        _settled = NewSignal();
    }

    private void BecomeDue()
    {
        lock (_gate)
        {
            _isDue = true;
            _changed.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
