using System.Net;
using System.Net.Sockets;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>A kept-alive HTTP/1.1 connection of a thread that polls many of them: a system call to send, one to receive, and nothing between.</summary>
internal sealed class PolledConnection : IDisposable
{
    private readonly byte[] _answer = new byte[8 * 1024];
    private int _length;

    public PolledConnection(IPEndPoint server)
    {
        Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(server);
    }

    public Socket Socket { get; }

    /// <summary>Where a request is written before it is sent.</summary>
    public byte[] Request { get; } = new byte[Requests.SmallBytes];

    /// <summary>The request that waits for its answer.</summary>
    public int Number { get; private set; }

    public void Send(int number, int length)
    {
        Number = number;
        _length = 0;
        Socket.Send(Request.AsSpan(0, length));
    }

    /// <summary>Receives what has come.</summary>
    /// <returns>The status once the answer is whole; null: more is to come; 0: the connection broke.</returns>
    public int? Receive()
    {
        int read;
        try
        {
            read = Socket.Receive(_answer.AsSpan(_length));
        }
        catch (SocketException)
        {
            return 0;
        }

        _length += read;
        return read == 0 ? 0 : HttpAnswer.IsWhole(_answer.AsSpan(0, _length), out _) ? HttpAnswer.Status(_answer) : null;
    }

    public void Dispose() => Socket.Dispose();
}
