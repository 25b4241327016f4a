using System.Buffers;
using System.IO.Pipelines;

namespace QualitySuite.FeedbackApi.Batches;

/// <summary>Reads a body line by line and holds no more of it than one line. A line that is too long is skipped without being held.</summary>
internal sealed class NdjsonReader(PipeReader reader, int lineBytes)
{
    private ReadOnlySequence<byte> _rest = ReadOnlySequence<byte>.Empty;
    private long _scanned;
    private bool _isReading;
    private bool _isLast;
    private bool _isSkipping;

    /// <summary>The line's number, from 0.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>The line without its end, valid until the next one is asked for; empty when it is too long.</summary>
    public ReadOnlySequence<byte> Line { get; private set; }

    /// <summary>The line has more bytes than may be.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (!TryTake())
        {
            if (_isLast)
            {
                return TakeLast();
            }

            if (_isReading)
            {
                reader.AdvanceTo(_rest.Start, _rest.End);
            }

            var result = await reader.ReadAsync(cancellationToken);
            (_rest, _isLast, _isReading) = (result.Buffer, result.IsCompleted, true);
        }

        return true;
    }

    private bool TryTake()
    {
        if (_rest.Slice(_scanned).PositionOf((byte)'\n') is { } end)
        {
            Emit(_rest.Slice(0, end));
            _rest = _rest.Slice(_rest.GetPosition(1, end));
            return true;
        }

        _scanned = _rest.Length;
        if (_scanned > lineBytes)
        {
            _isSkipping = true;
            _rest = _rest.Slice(_rest.End);
            _scanned = 0;
        }

        return false;
    }

    private bool TakeLast()
    {
        if (_rest.IsEmpty && !_isSkipping)
        {
            return false;
        }

        Emit(_rest);
        _rest = _rest.Slice(_rest.End);
        return true;
    }

    private void Emit(ReadOnlySequence<byte> line)
    {
        Index++;
        IsTooLong = _isSkipping || line.Length > lineBytes;
        Line = IsTooLong ? ReadOnlySequence<byte>.Empty : line;
        (_isSkipping, _scanned) = (false, 0);
    }
}
