using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace QualitySuite.FeedbackApi.Tests.Images.Fetching;

/// <summary>A server that answers byte for byte what a test says, be it HTTP or not. It closes the connection after each answer.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<Stream, CancellationToken, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _connections = [];

    private RawServer(TcpListener listener, Func<Stream, CancellationToken, Task> answer, X509Certificate2? certificate)
    {
        _listener = listener;
        _answer = answer;
        _certificate = certificate;
        listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were made.</summary>
    public int Connections => _connections.Count;

    /// <summary>The heads of the requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static RawServer Start(
        Func<Stream, CancellationToken, Task> answer, string address = "127.0.0.1", int port = 0, X509Certificate2? certificate = null) =>
        new(new TcpListener(IPAddress.Parse(address), port), answer, certificate);

    /// <summary>A server that answers the same to everyone.</summary>
    public static RawServer Start(string head, byte[]? body = null, string address = "127.0.0.1", int port = 0, X509Certificate2? certificate = null) =>
        Start(
            async (stream, cancellationToken) =>
            {
                await WriteAsync(stream, head, cancellationToken);
                await stream.WriteAsync(body ?? [], cancellationToken);
            },
            address, port, certificate);

    /// <summary>Writes a head of these lines and the empty line after it.</summary>
    public static ValueTask WriteAsync(Stream stream, string head, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                    stream = tls;
                }

                Requests.Enqueue(await ReadHeadAsync(stream));
                await _answer(stream, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The client closed the connection, which is what many of the tests are about.
            }
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(next, _stop.Token) > 0)
        {
            head.Append((char)next[0]);
        }

        return head.ToString().TrimEnd();
    }
}
