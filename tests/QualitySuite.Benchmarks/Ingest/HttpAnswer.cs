namespace QualitySuite.Benchmarks.Ingest;

/// <summary>As much of HTTP/1.1 answers (RFC 9112) as the load has to know.</summary>
internal static class HttpAnswer
{
    private static readonly byte[] s_lastChunk = "0\r\n\r\n"u8.ToArray();

    /// <summary>Whether all of an answer is there, and how long its head is.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> answer, out int head)
    {
        head = answer.IndexOf("\r\n\r\n"u8) + 4;
        if (head < 4)
        {
            return false;
        }

        var fields = answer[..head];
        return IsChunked(fields)
            ? answer[head..].EndsWith(s_lastChunk)
            : answer.Length - head >= ParseNumber(fields[(fields.IndexOf("Content-Length: "u8) + "Content-Length: "u8.Length)..]);
    }

    public static int Status(ReadOnlySpan<byte> answer) => ((answer[9] - '0') * 100) + ((answer[10] - '0') * 10) + (answer[11] - '0');

    public static bool IsChunked(ReadOnlySpan<byte> head) => head.IndexOf("Transfer-Encoding: chunked"u8) >= 0;

    private static int ParseNumber(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        for (var i = 0; digits[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            number = (number * 10) + digits[i] - '0';
        }

        return number;
    }
}
