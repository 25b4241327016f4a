using System.Net;
using System.Net.Sockets;

namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>
/// Which addresses belong to hosts of the public Internet. Source: IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, as of 2025-10-09):
/// what they do not call globally reachable is not public. Stricter than they are: all of 192.0.0.0/24 and 2001::/23, the tunnels 6to4 and Teredo, which
/// lead to the IPv4 address inside them, and what clouds serve to their own machines from addresses that look public.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] s_specialIPv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // shared by a carrier's customers; Alibaba Cloud's metadata
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("168.63.129.16/32"), // Azure's services for the machine itself
        IPNetwork.Parse("169.254.0.0/16"), // link-local; metadata of most clouds
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocols; Oracle Cloud's metadata
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
    ];

    /// <summary>All that IANA has given out for unicast; loopback, mapped, private and link-local addresses lie outside.</summary>
    private static readonly IPNetwork s_unicastIPv6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] s_specialIPv6 =
    [
        IPNetwork.Parse("2001::/23"), // protocols, Teredo among them
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4
        IPNetwork.Parse("3ffe::/16"), // 6bone, given back
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>The IPv4 Internet as a network without IPv4 sees it (RFC 6052): the last four bytes are the address.</summary>
    private static readonly IPNetwork s_translatedIPv4 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Contain(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(s_specialIPv4, network => network.Contains(address)),
        // Asked of ::ffff:10.0.0.1, IPNetwork says that 2000::/3 has it.
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => false,
        AddressFamily.InterNetworkV6 when s_translatedIPv4.Contains(address) => Contain(new IPAddress(address.GetAddressBytes().AsSpan(12))),
        AddressFamily.InterNetworkV6 => s_unicastIPv6.Contains(address) && !Array.Exists(s_specialIPv6, network => network.Contains(address)),
        _ => false,
    };
}
