using System.Net;
using Microsoft.Extensions.Options;
using QualitySuite.FeedbackApi.Images.Fetching;

namespace QualitySuite.FeedbackApi.Tests.Images.Fetching;

public sealed class FetchRulesTests
{
    private static readonly FetchRules s_rules = Rules(new ImageFetchOptions
    {
        AllowedHosts = ["images.test", "*.cdn.test", "ports.test:8443", "Bücher.test.", "127.0.0.1", "[2001:db8::1]"],
        AllowHttp = true,
    });

    [Theory]
    [InlineData("https://images.test/a.png?size=1#top", "https://images.test/a.png?size=1")]
    [InlineData("http://images.test/a.png", "http://images.test/a.png")]
    [InlineData("HTTPS://IMAGES.TEST./a.png", "https://images.test/a.png")]
    [InlineData("https://images.test:443/a@b.png", "https://images.test/a@b.png")]
    [InlineData("https://a.cdn.test/", "https://a.cdn.test/")]
    [InlineData("https://a.b.CDN.test/", "https://a.b.cdn.test/")]
    [InlineData("http://ports.test:8443/", "http://ports.test:8443/")]
    [InlineData("https://BÜCHER.test/", "https://xn--bcher-kva.test/")]
    [InlineData("https://xn--bcher-kva.test/", "https://xn--bcher-kva.test/")]
    [InlineData("https://127.0.0.1/", "https://127.0.0.1/")]
    [InlineData("https://[2001:DB8::1]/", "https://[2001:db8::1]/")]
    [InlineData("https://images.test/b/../é/a%20b.png", "https://images.test/%C3%A9/a%20b.png")]
    public void An_address_on_an_allowed_host_is_read_in_its_one_form(string text, string expected)
    {
        Assert.True(s_rules.TryRead(text, out var address, out var error), error);
        Assert.Equal(expected, address.AbsoluteUri);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "The scheme must be https or http; this is \"file\".")]
    [InlineData("file://images.test/a.png", "The scheme must be https or http; this is \"file\".")]
    [InlineData("gopher://images.test/_GET", "The scheme must be https or http; this is \"gopher\".")]
    [InlineData("ftp://images.test/a.png", "The scheme must be https or http; this is \"ftp\".")]
    [InlineData("ws://images.test/a.png", "The scheme must be https or http; this is \"ws\".")]
    [InlineData("jar:https://images.test/a.png", "The scheme must be https or http; this is \"jar\".")]
    [InlineData("https://user@images.test/", "A URL without user name and password; this one has an \"@\" before its host.")]
    [InlineData("https://user:secret@images.test/", "A URL without user name and password; this one has an \"@\" before its host.")]
    [InlineData("https://@images.test/", "A URL without user name and password; this one has an \"@\" before its host.")]
    [InlineData("https://images.test@elsewhere.test/", "A URL without user name and password; this one has an \"@\" before its host.")]
    [InlineData("https://elsewhere.test/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"elsewhere.test\" with port 443 is not among them.")]
    [InlineData("https://cdn.test/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"cdn.test\" with port 443 is not among them.")]
    [InlineData("https://evilcdn.test/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"evilcdn.test\" with port 443 is not among them.")]
    [InlineData("https://images.test.evil.test/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"images.test.evil.test\" with port 443 is not among them.")]
    [InlineData("https://images.test:8443/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"images.test\" with port 8443 is not among them.")]
    [InlineData("http://images.test:443/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"images.test\" with port 443 is not among them.")]
    [InlineData("https://ports.test/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"ports.test\" with port 443 is not among them.")]
    [InlineData("https://10.0.0.1/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"10.0.0.1\" with port 443 is not among them.")]
    [InlineData("https://[::1]/", "Images are fetched only from the hosts of the setting ImageFetch:AllowedHosts; \"::1\" with port 443 is not among them.")]
    public void Any_other_is_refused_with_the_reason(string text, string reason) => Assert.Equal((null, reason), Read(s_rules, text));

    /// <summary>127.0.0.1 is an allowed host here: none of these may count as it.</summary>
    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.1/")]
    [InlineData("http://127.000.000.001/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://0x7f000001./")]
    [InlineData("http://127.0.0.1.2/")]
    [InlineData("http://4294967296/")]
    [InlineData("http://１２７.0.0.1/")]
    [InlineData("http://①②⑦.⓪.⓪.①/")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[2001:db8:0:0:0:0:0:1]/")]
    [InlineData("http://[2001:db8::1%25eth0]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://-images.test/")]
    public void A_disguised_address_is_refused(string text) => Assert.Equal(
        (null, "A host by its name, or an IP address in its usual form (192.0.2.1, [2001:db8::1]); this host is neither."), Read(s_rules, text));

    [Theory]
    [InlineData("")]
    [InlineData("a.png")]
    [InlineData("/a.png")]
    [InlineData("//images.test/a.png")]
    [InlineData("https:images.test/a.png")]
    [InlineData("https:\\\\images.test\\a.png")]
    [InlineData("https://images.test\\@elsewhere.test/")]
    [InlineData("https://images.test/a b.png")]
    [InlineData(" https://images.test/")]
    [InlineData("https://images.test/\r\nHost: elsewhere.test")]
    [InlineData("https://images.test/\u0000")]
    [InlineData("https://images.test:99999/")]
    [InlineData("https://elsewhere.test%2f@images.test:x/")]
    [InlineData("https:///etc/passwd")]
    [InlineData("https://images..test/")]
    [InlineData("data:image/png;base64,AAAA")]
    public void What_is_no_absolute_URL_is_refused(string text) => Assert.Equal(
        (null, $"An absolute URL such as https://images.example.com/a.png, without spaces and backslashes; this string of {text.Length} characters is none."), Read(s_rules, text));

    [Fact]
    public void No_text_is_read_as_a_host_that_is_not_allowed_and_none_makes_the_rules_fail()
    {
        string[] pieces = ["http", "https", ":", "//", "/", "@", "images.test", "a.cdn.test", "evil.test", ".", "-", "%", "[", "]", "::1", "127.0.0.1", "0x7f", "1", "\\", "?", "#",
            "é", "\u00df", "\u200d", "\u0130", "\ud800", "\ud83d\ude00", "。", "①", "xn--", "xn--a", "*", " ", "443", ":443", "\0"];
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var text = (i % 2 == 0 ? "https://" : "") + string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)]));
            var (address, error) = Read(s_rules, text);
            Assert.True((address is null) != (error is null), text);
            Assert.True(address is null || address.Host is "images.test" or "127.0.0.1" || address.Host.EndsWith(".cdn.test", StringComparison.Ordinal), text);
        }
    }

    [Fact]
    public void Without_allowed_hosts_no_URL_is_taken() => Assert.Equal(
        (null, "This deployment fetches no images from URLs (its setting ImageFetch:AllowedHosts is empty); upload the image as part \"image\" of a multipart request."),
        Read(Rules(new ImageFetchOptions()), "https://images.test/"));

    [Fact]
    public void Http_takes_a_setting_of_its_own() => Assert.Equal(
        (null, "The scheme must be https (http takes the setting ImageFetch:AllowHttp); this is \"http\"."),
        Read(Rules(new ImageFetchOptions { AllowedHosts = ["images.test"] }), "http://images.test/"));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("fd12:3456::1", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("fd12:3457::1", false)]
    [InlineData("::ffff:10.1.2.3", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    public void Only_named_networks_are_reached_beside_public_addresses(string address, bool expected) => Assert.Equal(
        expected, Rules(new ImageFetchOptions { AllowedNetworks = ["10.1.0.0/16", "fd12:3456::/48"] }).MayConnectTo(IPAddress.Parse(address)));

    private static FetchRules Rules(ImageFetchOptions options) => new(Options.Create(options));

    private static (Uri? Address, string? Error) Read(FetchRules rules, string text)
    {
        rules.TryRead(text, out var address, out var error);
        return (address, error);
    }
}
