using System.Text.RegularExpressions;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>What an address on the web (RFC 3986) tells beside the place: user and password, query, fragment. The rest of it stays.</summary>
internal sealed class UrlPattern : IRedactionPattern
{
    private static readonly Regex s_url = new(@"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s<>""]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public string Kind => "url";

    public string Replace(string text) => s_url.Replace(text, match => Strip(match.Value));

    private static string Strip(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var tail = url.AsSpan(start).IndexOfAny('?', '#') is >= 0 and var i ? start + i : url.Length;
        var authority = url.AsSpan(start, tail - start).IndexOf('/') is >= 0 and var j ? start + j : tail;
        var at = url.LastIndexOf('@', authority - 1, authority - start);
        var place = at < 0 ? url[start..tail] : "[url]@" + url[(at + 1)..tail];

        // A question mark that ends a sentence is no query.
        return url[..start] + place + (url.Length - tail > 1 ? $"{url[tail]}[url]" : url[tail..]);
    }
}
