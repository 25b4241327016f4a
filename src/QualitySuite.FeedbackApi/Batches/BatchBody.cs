using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Batches;

/// <summary>The NDJSON body of a batch: its lines one by one, each read as JSON or with the problem that it has.</summary>
internal sealed class BatchBody<T>(HttpRequest request, int mostLines, int lineBytes)
    where T : class
{
    private const int BufferBytes = 64 * 1024;

    private static readonly string[] s_types = ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

    private readonly NdjsonReader _lines = new(PipeReader.Create(request.Body, new StreamPipeReaderOptions(bufferSize: BufferBytes)), lineBytes);
    private bool _isOver;

    /// <summary>The line's number, from 0.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>What the line says; null when it cannot be read.</summary>
    public T? Value { get; private set; }

    /// <summary>Why the line, or the rest of the body, cannot be read.</summary>
    public IResult? Problem { get; private set; }

    /// <summary>Why this body is no batch at all; null: it may be one.</summary>
    public ProblemHttpResult? Refusal() =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && s_types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            ? null
            : Problems.UnsupportedMediaType(
                $"Send application/x-ndjson, one JSON object a line; the Content-Type is {(string.IsNullOrEmpty(request.ContentType) ? "missing" : $"\"{request.ContentType}\"")}.");

    /// <summary>Goes to the next line that is not blank; false at the end.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        (Value, Problem) = (null, null);
        while (!_isOver && await HasNextAsync(cancellationToken))
        {
            Index = _lines.Index;
            if (Index >= mostLines)
            {
                End(Problems.PayloadTooLarge($"At most {mostLines} lines; this one and those after it were not read."));
                return true;
            }

            if (_lines.IsTooLong)
            {
                Problem = Problems.PayloadTooLarge($"At most {lineBytes} bytes a line; this one has more.");
                return true;
            }

            if (!IsBlank(_lines.Line))
            {
                Read(_lines.Line);
                return true;
            }
        }

        if (_isOver || Problem is null)
        {
            return false;
        }

        _isOver = true;
        return true;
    }

    private async ValueTask<bool> HasNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _lines.NextAsync(cancellationToken);
        }
        catch (BadHttpRequestException e)
        {
            // The body is too large, also once decompressed, or breaks off: what was read stands.
            (Index, Problem) = (_lines.Index + 1, Problems.Of(e));
        }
        catch (InvalidDataException)
        {
            (Index, Problem) = (_lines.Index + 1, Problems.BadRequest("The body cannot be decompressed from here on; the lines before were read.", "invalid_encoding"));
        }

        return false;
    }

    private void End(IResult problem) => (Problem, _isOver) = (problem, true);

    private void Read(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(SkipByteOrderMark(line));
        try
        {
            Value = JsonSerializer.Deserialize<T>(ref reader, ServiceJson.Options);
            reader.Read(); // Throws where more than white space follows.
            Problem = Value is null ? Problems.BadRequest("The line is JSON null; it must be an object.", "invalid_json") : null;
        }
        catch (JsonException e)
        {
            (Value, Problem) = (null, Problems.Of(e));
        }
    }

    private ReadOnlySequence<byte> SkipByteOrderMark(ReadOnlySequence<byte> line) =>
        _lines.Index == 0 && new SequenceReader<byte>(line).IsNext(Encoding.UTF8.Preamble, advancePast: false) ? line.Slice(Encoding.UTF8.Preamble.Length) : line;

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(line);
        reader.AdvancePastAny(" \t\r"u8);
        return reader.End;
    }
}
