using System.Net;
using System.Net.Sockets;

namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>
/// Makes connections to checked addresses only. A name is resolved once, here, and the connection goes to the very addresses that were looked at: a name server
/// that answers otherwise the next time changes nothing.
/// </summary>
/// <param name="rules">Which addresses may be connected to.</param>
/// <param name="resolve">The addresses of a name.</param>
internal sealed class CheckedConnector(FetchRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <exception cref="AddressRefusedException">One of the host's addresses must not be connected to; then none is.</exception>
    /// <exception cref="SocketException">The name is not known, or no address answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (!Array.TrueForAll(addresses, rules.MayConnectTo))
        {
            throw new AddressRefusedException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
