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
            while (true)
            {
                var port = RandomNumberGenerator.GetInt32(First, End);
                if (!Given.Contains(port) && IsFree(port))
                {
                    Given.Add(port);
                    return port;
                }
            }
        }
    }

    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // The kernel knows IPv6 but this machine has no such address.
            return true;
        }
    }
}
