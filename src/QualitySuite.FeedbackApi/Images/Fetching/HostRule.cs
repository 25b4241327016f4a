using System.Buffers;
using System.Net;

namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>One entry of <see cref="ImageFetchOptions.AllowedHosts"/>.</summary>
/// <param name="Host">As <see cref="HostName"/> has it.</param>
/// <param name="IsSuffix">Whether every host below the name is meant, and the name itself is not.</param>
/// <param name="Port">Null: the scheme's own port.</param>
internal readonly record struct HostRule(string Host, bool IsSuffix, int? Port)
{
    private static readonly SearchValues<char> s_notOfHosts = SearchValues.Create("/\\?#@*% \t");

    /// <summary>Reads <c>host</c>, <c>*.name</c>, either with <c>:port</c>.</summary>
    public static bool TryParse(string? text, out HostRule rule)
    {
        rule = default;
        var isSuffix = text?.StartsWith("*.", StringComparison.Ordinal) is true;
        var written = isSuffix ? text![2..] : text;
        if (string.IsNullOrEmpty(written) || written.AsSpan().ContainsAny(s_notOfHosts) || written.EndsWith(':')
            || !Uri.TryCreate($"https://{written}", UriKind.Absolute, out var uri) || !HostName.TryRead(uri, out var host)
            || (isSuffix && IPAddress.TryParse(host, out _)))
        {
            return false;
        }

        var hasPort = written.AsSpan(written.LastIndexOf(']') + 1).Contains(':');
        rule = new HostRule(host, isSuffix, hasPort ? uri.Port : null);
        return true;
    }

    /// <summary>Whether an address with this host is allowed.</summary>
    public bool Allows(Uri address, string host) =>
        (IsSuffix ? host.EndsWith($".{Host}", StringComparison.Ordinal) : host == Host)
        && (Port is { } port ? address.Port == port : address.IsDefaultPort);
}
