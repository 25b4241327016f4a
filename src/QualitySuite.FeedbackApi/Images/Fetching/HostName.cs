using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>The one form in which hosts are compared: lower case, international names in ASCII, no dot at the end, IPv6 without brackets.</summary>
internal static class HostName
{
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// False for an IP address that is disguised: as one number, octal, hexadecimal, shortened, in other scripts' digits, as IPv6 around an IPv4 address,
    /// or with a zone. An address in its usual form is a host like any other.
    /// </summary>
    public static bool TryRead(Uri uri, [NotNullWhen(true)] out string? host)
    {
        try
        {
            host = uri.IdnHost.ToLowerInvariant();
        }
        catch (UriFormatException)
        {
            // Characters that no international name may have.
            host = null;
            return false;
        }

        switch (uri.HostNameType)
        {
            case UriHostNameType.IPv4:
                return IsWrittenAsRead(uri);
            case UriHostNameType.IPv6:
                return IsWrittenAsRead(uri) && IPAddress.TryParse(host, out var address) && !address.IsIPv4MappedToIPv6;
            case UriHostNameType.Dns:
                host = host.EndsWith('.') ? host[..^1] : host;
                return !EndsInNumber(host);
            default:
                return false;
        }
    }

    // Uri has turned whatever notation was used into the usual one.
    private static bool IsWrittenAsRead(Uri uri)
    {
        var written = uri.OriginalString.AsSpan(uri.OriginalString.IndexOf("://", StringComparison.Ordinal) + 3);
        return written.StartsWith(uri.Host, StringComparison.OrdinalIgnoreCase)
            && (written.Length == uri.Host.Length || written[uri.Host.Length] is ':' or '/' or '?' or '#');
    }

    // WHATWG URL, 4.3 "ends in a number": browsers and resolvers read such a name as an IPv4 address, or fail. No top-level domain is a number.
    private static bool EndsInNumber(string host)
    {
        var last = host.AsSpan(host.LastIndexOf('.') + 1);
        return last.IsEmpty
            || !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x", StringComparison.Ordinal) && !last[2..].ContainsAnyExcept(s_hexadecimal));
    }
}
