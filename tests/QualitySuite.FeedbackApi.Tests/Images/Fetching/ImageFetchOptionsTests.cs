using QualitySuite.FeedbackApi.Images.Fetching;

namespace QualitySuite.FeedbackApi.Tests.Images.Fetching;

public sealed class ImageFetchOptionsTests
{
    [Fact]
    public void The_defaults_and_good_hosts_and_networks_are_taken()
    {
        Assert.True(Check(new ImageFetchOptions()).Succeeded);
        Assert.True(Check(new ImageFetchOptions
        {
            AllowedHosts = ["images.example.com", "*.example.com", "*.internal:8080", "localhost", "192.0.2.1:80", "[2001:db8::1]:443", "bücher.example"],
            AllowedNetworks = ["10.0.0.0/8", "fd00::/8", "192.0.2.1/32"],
        }).Succeeded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*.*.example.com")]
    [InlineData("images.*.com")]
    [InlineData("https://images.example.com")]
    [InlineData("images.example.com/a")]
    [InlineData("user@images.example.com")]
    [InlineData("images.example.com:")]
    [InlineData("images.example.com:http")]
    [InlineData("images.example.com:70000")]
    [InlineData("images example.com")]
    [InlineData("*.192.0.2.1")]
    [InlineData("2130706433")]
    [InlineData("127.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public void A_bad_host_is_named_with_its_key_and_variable(string host) => Assert.Equal(
        [$"ImageFetch:AllowedHosts:1 (environment variable ImageFetch__AllowedHosts__1) must be a host such as images.example.com, *.example.com or images.example.com:8443; it is \"{host}\"."],
        Check(new ImageFetchOptions { AllowedHosts = ["images.example.com", host] }).Failures);

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("private")]
    public void A_bad_network_is_named_with_its_key_and_variable(string network) => Assert.Equal(
        [$"ImageFetch:AllowedNetworks:0 (environment variable ImageFetch__AllowedNetworks__0) must be a network such as 10.20.0.0/16 or fd12:3456::/48; it is \"{network}\"."],
        Check(new ImageFetchOptions { AllowedNetworks = [network] }).Failures);

    private static Microsoft.Extensions.Options.ValidateOptionsResult Check(ImageFetchOptions options) => new ImageFetchOptionsCheck().Validate(null, options);
}
