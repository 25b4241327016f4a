using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using QualitySuite.FeedbackApi.Images.Fetching;

namespace QualitySuite.FeedbackApi.Tests.Images.Fetching;

/// <summary>Allowed hosts whose name servers send the fetcher where it must not go.</summary>
public sealed class ForbiddenAddressTests
{
    private const string Refusal = "400 validation: imageUrl: Images are fetched from public addresses only; \"images.test\" has one that is not.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    [InlineData("127.0.0.1", "8.8.8.8")]
    [InlineData("2606:4700:4700::1111", "::1")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("fd00:ec2::254")]
    public async Task A_host_with_one_address_that_is_not_public_is_not_connected_to(params string[] addresses)
    {
        await using var server = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 0");
        var options = TestFetcher.OptionsFor(server);
        options.AllowedNetworks = [];
        using var fetcher = TestFetcher.For(options, TestFetcher.Resolving(addresses));

        Assert.Equal(Refusal, await ErrorAsync(fetcher, TestFetcher.UrlOn(server)));
        Assert.Equal(0, server.Connections);
    }

    /// <summary>127.0.0.2 stands for the public address, 127.0.0.1 for the one behind the wall; both have a server on the same port.</summary>
    [Fact]
    public async Task A_name_that_is_127_0_0_1_the_second_time_leads_nowhere_else()
    {
        await using var allowed = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 6\nConnection: close", "public"u8.ToArray(), "127.0.0.2");
        await using var forbidden = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 6\nConnection: close", "secret"u8.ToArray(), "127.0.0.1", allowed.Port);
        var options = TestFetcher.OptionsFor(allowed);
        options.AllowedNetworks = ["127.0.0.2/32"];
        var asked = 0;
        using var fetcher = TestFetcher.For(options, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(++asked == 1 ? "127.0.0.2" : "127.0.0.1")]));

        var (image, problem) = await fetcher.FetchAsync(TestFetcher.UrlOn(allowed), Cancellation);
        using (image)
        {
            Assert.Null(problem);
            Assert.Equal("public"u8.ToArray(), image!.Memory.ToArray());
        }

        Assert.Equal((1, 1, 0), (asked, allowed.Connections, forbidden.Connections));
        Assert.Equal(Refusal, await ErrorAsync(fetcher, TestFetcher.UrlOn(allowed)));
        Assert.Equal((2, 1, 0), (asked, allowed.Connections, forbidden.Connections));
    }

    [Fact]
    public async Task An_allowed_IP_address_must_be_public_as_well()
    {
        await using var server = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 0");
        var options = TestFetcher.OptionsFor(server);
        (options.AllowedHosts, options.AllowedNetworks) = ([$"127.0.0.1:{server.Port}"], []);
        using var fetcher = TestFetcher.For(options, TestFetcher.Resolving());

        Assert.Equal(
            "400 validation: imageUrl: Images are fetched from public addresses only; \"127.0.0.1\" has one that is not.",
            await ErrorAsync(fetcher, $"http://127.0.0.1:{server.Port}/"));
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://user:secret@images.test:{0}/")]
    [InlineData("https://elsewhere.test:{0}/")]
    [InlineData("ftp://images.test:{0}/")]
    [InlineData("gopher://images.test:{0}/")]
    [InlineData("file:///etc/passwd")]
    public async Task A_URL_that_the_rules_refuse_is_a_wrong_field_and_no_connection(string url)
    {
        await using var server = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 0");
        using var fetcher = TestFetcher.For(server);

        Assert.StartsWith(
            "400 validation: imageUrl: ",
            await ErrorAsync(fetcher, url.Replace("{0}", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    /// <summary>The service's own registration, with the machine's resolver.</summary>
    [Theory]
    [InlineData(null, "400 validation: imageUrl: Images are fetched from public addresses only; \"localhost\" has one that is not.")]
    [InlineData("127.0.0.0/8", null)]
    public async Task Localhost_is_reached_only_through_a_named_network(string? network, string? expected)
    {
        await using var server = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 0");
        var settings = new Dictionary<string, string?>
        {
            ["ImageFetch:AllowedHosts:0"] = $"localhost:{server.Port}",
            ["ImageFetch:AllowHttp"] = "true",
            ["ImageFetch:AllowedNetworks:0"] = network ?? "192.0.2.0/24",
            ["ImageFetch:AllowedNetworks:1"] = network is null ? "198.51.100.0/24" : "::1/128",
        };
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddImageFetching().BuildServiceProvider();

        Assert.Equal(expected, await ErrorAsync(services.GetRequiredService<ImageFetcher>(), $"http://localhost:{server.Port}/"));
    }

    private static async Task<string?> ErrorAsync(ImageFetcher fetcher, string url)
    {
        var (image, problem) = await fetcher.FetchAsync(url, Cancellation);
        image?.Dispose();
        return TestFetcher.Text(problem);
    }
}
