using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>
/// One kept-alive HTTP/1.1 connection for large requests and answers.
/// </summary>
internal sealed class LoadConnection(IPEndPoint server) : IDisposable
{
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

            if (HttpAnswer.IsWhole(_answer.AsSpan(0, length), out var head))
            {
                Body = _answer.AsMemory(head, HttpAnswer.IsChunked(_answer.AsSpan(0, head)) ? JoinChunks(_answer.AsSpan(head, length - head)) : length - head);
                return HttpAnswer.Status(_answer);
            }
        }
    }

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
}
