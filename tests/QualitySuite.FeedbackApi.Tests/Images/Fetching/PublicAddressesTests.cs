using System.Globalization;
using System.Net;
using QualitySuite.FeedbackApi.Images.Fetching;

namespace QualitySuite.FeedbackApi.Tests.Images.Fetching;

/// <summary>
/// The blocks of https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry as of
/// 2025-10-09, with their column "Globally Reachable" (null: N/A, or terminated).
/// </summary>
public sealed class PublicAddressesTests
{
    public static TheoryData<string, bool?> Registered => new()
    {
        { "0.0.0.0/8", false },
        { "0.0.0.0/32", false },
        { "10.0.0.0/8", false },
        { "100.64.0.0/10", false },
        { "127.0.0.0/8", false },
        { "169.254.0.0/16", false },
        { "172.16.0.0/12", false },
        { "192.0.0.0/24", false },
        { "192.0.0.0/29", false },
        { "192.0.0.8/32", false },
        { "192.0.0.9/32", true },
        { "192.0.0.10/32", true },
        { "192.0.0.170/32", false },
        { "192.0.0.171/32", false },
        { "192.0.2.0/24", false },
        { "192.31.196.0/24", true },
        { "192.52.193.0/24", true },
        { "192.88.99.0/24", null },
        { "192.88.99.2/32", false },
        { "192.168.0.0/16", false },
        { "192.175.48.0/24", true },
        { "198.18.0.0/15", false },
        { "198.51.100.0/24", false },
        { "203.0.113.0/24", false },
        { "240.0.0.0/4", false },
        { "255.255.255.255/32", false },
        { "::1/128", false },
        { "::/128", false },
        { "::ffff:0:0/96", false },
        { "64:ff9b::/96", true },
        { "64:ff9b:1::/48", false },
        { "100::/64", false },
        { "100:0:0:1::/64", false },
        { "2001::/23", false },
        { "2001::/32", null },
        { "2001:1::1/128", true },
        { "2001:1::2/128", true },
        { "2001:1::3/128", true },
        { "2001:2::/48", false },
        { "2001:3::/32", true },
        { "2001:4:112::/48", true },
        { "2001:10::/28", null },
        { "2001:20::/28", true },
        { "2001:30::/28", true },
        { "2001:db8::/32", false },
        { "2002::/16", null },
        { "2620:4f:8000::/48", true },
        { "3fff::/20", false },
        { "5f00::/16", false },
        { "fc00::/7", false },
        { "fe80::/10", false },
    };

    [Theory]
    [MemberData(nameof(Registered))]
    public void What_IANA_does_not_call_globally_reachable_is_not_public(string block, bool? globallyReachable) =>
        Assert.True(globallyReachable is true || !AddressesOf(block).Any(PublicAddresses.Contain));

    /// <summary>The neighbours of the blocks, which lie just outside: a mask that is one bit too short would take them in.</summary>
    [Theory]
    [InlineData("1.0.0.0")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.0.3.0")]
    [InlineData("192.31.196.1")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2000::1")]
    [InlineData("2001:200::1")]
    [InlineData("2001:db7:ffff::1")]
    [InlineData("2001:db9::1")]
    [InlineData("2003::1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2620:4f:8000::1")]
    [InlineData("3fff:1000::1")]
    public void Any_other_address_is_public(string address) => Assert.True(PublicAddresses.Contain(IPAddress.Parse(address)));

    [Theory]
    [InlineData("224.0.0.1")] // multicast has a registry of its own
    [InlineData("ff02::1")]
    [InlineData("169.254.169.254")] // metadata of AWS, Azure, Google Cloud and others
    [InlineData("fd00:ec2::254")] // AWS
    [InlineData("fd20:ce::254")] // Google Cloud
    [InlineData("100.100.100.200")] // Alibaba Cloud
    [InlineData("192.0.0.192")] // Oracle Cloud
    [InlineData("168.63.129.16")] // Azure
    [InlineData("fec0::1")] // site-local, RFC 3879
    [InlineData("3ffe::1")] // 6bone, RFC 3701
    [InlineData("4000::1")] // not given out
    [InlineData("::127.0.0.1")] // IPv4-compatible
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:127.0.0.1")] // IPv4-mapped
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::ffff:0:127.0.0.1")] // IPv4-translated, RFC 2765
    [InlineData("64:ff9b::127.0.0.1")] // NAT64
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("2002:7f00:1::")] // 6to4 of 127.0.0.1
    [InlineData("2002:808:808::1")]
    [InlineData("2001:0:808:808::1")] // Teredo
    [InlineData("fe80::1%1")]
    public void Metadata_multicast_and_addresses_around_an_IPv4_address_are_not_public(string address) =>
        Assert.False(PublicAddresses.Contain(IPAddress.Parse(address)));

    /// <summary>The first address, the last one, and some between; by bits, since <see cref="IPNetwork"/> is what is tested.</summary>
    private static IEnumerable<IPAddress> AddressesOf(string block)
    {
        var (first, prefix) = (IPAddress.Parse(block.Split('/')[0]).GetAddressBytes(), int.Parse(block.Split('/')[1], CultureInfo.InvariantCulture));
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var bytes = first.ToArray();
            for (var bit = prefix; bit < bytes.Length * 8; bit++)
            {
                if (i == 1 || (i > 1 && random.Next(2) == 0))
                {
                    bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
                }
            }

            yield return new IPAddress(bytes);
        }
    }
}
