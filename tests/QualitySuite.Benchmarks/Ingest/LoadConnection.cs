using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>
/// One kept-alive HTTP/1.1 connection that does as little as can be: client and server share the cores, and what the client uses the server lacks.
/// </summary>
internal sealed class LoadConnection(IPEndPoint server) : IDisposable
{
    private static readonly byte[] s_lastChunk = "0\r\n\r\n"u8.ToArray();

    private byte[] _answer = new byte[16 * 1024];
    private Socket? _socket;

    /// <summary>The body of the last answer; valid until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Sends a whole request and reads its answer.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="SocketException">The connection broke; the next request opens another.</exception>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            _socket ??= await ConnectAsync(cancellationToken);
            while (!request.IsEmpty)
            {
                request = request[await _socket.SendAsync(request, cancellationToken)..];
            }

            return await ReadAsync(_socket, cancellationToken);
        }
        catch
        {
            _socket?.Dispose();
            _socket = null;
            throw;
        }
    }

    public void Dispose() => _socket?.Dispose();

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        return socket;
    }

    private async ValueTask<int> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _answer.Length)
            {
                Array.Resize(ref _answer, 2 * length);
            }

            var read = await socket.ReceiveAsync(_answer.AsMemory(length), cancellationToken);
            length += read;
            if (read == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            if (IsWhole(_answer.AsSpan(0, length), out var head))
            {
                Body = _answer.AsMemory(head, IsChunked(_answer.AsSpan(0, head)) ? JoinChunks(_answer.AsSpan(head, length - head)) : length - head);
                return ((_answer[9] - '0') * 100) + ((_answer[10] - '0') * 10) + (_answer[11] - '0');
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer, out int head)
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

    private static bool IsChunked(ReadOnlySpan<byte> head) => head.IndexOf("Transfer-Encoding: chunked"u8) >= 0;

    /// <summary>Moves the chunks together (RFC 9112, section 7.1) and returns their length.</summary>
    private static int JoinChunks(Span<byte> body)
    {
        var length = 0;
        for (var rest = body; ;)
        {
            var line = rest.IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(rest[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return length;
            }

            rest.Slice(line + 2, size).CopyTo(body[length..]);
            length += size;
            rest = rest[(line + 2 + size + 2)..];
        }
    }

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
