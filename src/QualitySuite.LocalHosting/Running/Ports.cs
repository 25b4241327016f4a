using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace QualitySuite.LocalHosting.Running;

/// <summary>Hands out ports on the loopback addresses, none twice in one process.</summary>
internal static class Ports
{
    // Below Linux's default range for outgoing connections (32768-60999): otherwise some client might hold a port before its server takes it.
    private const int First = 20000;
    private const int End = 32000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    public static int TakeFree()
    {
        lock (Gate)
        {
            int port;
            do
            {
                port = RandomNumberGenerator.GetInt32(First, End);
            }
            while (!IsFree(port) || !Given.Add(port));
            return port;
        }
    }

    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    /// <summary>Says that a port is in use, and what to do.</summary>
    public static string Taken(int port, string resource) => FormattableString.Invariant(
        $"Port {port} of {resource} is in use. Stop what listens there: `ss -ltnp 'sport = :{port}'` names it.");

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable)
        {
            // Not available: the kernel knows IPv6 but this machine has no such address, so nothing can be in the way there.
            return e.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
