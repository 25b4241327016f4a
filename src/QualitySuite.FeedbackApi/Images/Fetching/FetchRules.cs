using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Options;

namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>What may be fetched: which URLs, and of their hosts which addresses.</summary>
internal sealed class FetchRules(IOptions<ImageFetchOptions> options)
{
    private readonly bool _allowHttp = options.Value.AllowHttp;

    private readonly HostRule[] _hosts =
        Array.ConvertAll(options.Value.AllowedHosts, text => HostRule.TryParse(text, out var rule) ? rule : throw new FormatException(text));

    private readonly IPNetwork[] _networks = Array.ConvertAll(options.Value.AllowedNetworks, IPNetwork.Parse);

    /// <summary>Reads a URL that may be fetched as far as its text tells; otherwise <paramref name="error"/> says what is wrong with it.</summary>
    public bool TryRead(string text, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = _hosts.Length == 0
            ? "This deployment fetches no images from URLs (its setting ImageFetch:AllowedHosts is empty); upload the image as part \"image\" of a multipart request."
            : !IsUrl(text, out var url)
                ? $"An absolute URL such as https://images.example.com/a.png, without spaces and backslashes; this string of {text.Length} characters is none."
                : ErrorOf(url, out address);
        return error is null;
    }

    /// <summary>Whether a connection to this address may be made. IPv4 written as IPv6 never: it is another way to write what is refused.</summary>
    public bool MayConnectTo(IPAddress address) =>
        PublicAddresses.Contain(address) || (!address.IsIPv4MappedToIPv6 && Array.Exists(_networks, network => network.Contains(address)));

    private string? ErrorOf(Uri url, out Uri? address)
    {
        address = null;
        if (url.Scheme != Uri.UriSchemeHttps && !(_allowHttp && url.Scheme == Uri.UriSchemeHttp))
        {
            return $"The scheme must be {(_allowHttp ? "https or http" : "https (http takes the setting ImageFetch:AllowHttp)")}; this is \"{url.Scheme}\".";
        }

        if (Authority(url).Contains('@'))
        {
            return "A URL without user name and password; this one has an \"@\" before its host.";
        }

        if (!HostName.TryRead(url, out var host))
        {
            return "A host by its name, or an IP address in its usual form (192.0.2.1, [2001:db8::1]); this host is neither.";
        }

        if (!Array.Exists(_hosts, rule => rule.Allows(url, host)))
        {
            return $"Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"{host}\" with port {url.Port} is not among them.";
        }

        address = new UriBuilder(url) { Host = host, Fragment = "" }.Uri;
        return null;
    }

    private static bool IsUrl(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        return text.Contains("://", StringComparison.Ordinal)
            && !text.Any(c => c is '\\' || char.IsWhiteSpace(c) || char.IsControl(c))
            && Uri.TryCreate(text, UriKind.Absolute, out url);
    }

    // From the text: Uri drops a user name that is empty.
    private static ReadOnlySpan<char> Authority(Uri url)
    {
        var rest = url.OriginalString.AsSpan(url.OriginalString.IndexOf("://", StringComparison.Ordinal) + 3);
        return rest.IndexOfAny("/?#") is var end and >= 0 ? rest[..end] : rest;
    }
}
