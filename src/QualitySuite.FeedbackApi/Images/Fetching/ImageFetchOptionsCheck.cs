using System.Net;
using Microsoft.Extensions.Options;

namespace QualitySuite.FeedbackApi.Images.Fetching;

internal sealed class ImageFetchOptionsCheck : IValidateOptions<ImageFetchOptions>
{
    public ValidateOptionsResult Validate(string? name, ImageFetchOptions options)
    {
        string[] failures =
        [
            .. Failures(nameof(options.AllowedHosts), options.AllowedHosts, text => HostRule.TryParse(text, out _),
                "a host such as images.example.com, *.example.com or images.example.com:8443"),
            .. Failures(nameof(options.AllowedNetworks), options.AllowedNetworks, text => IPNetwork.TryParse(text, out _),
                "a network such as 10.20.0.0/16 or fd12:3456::/48"),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(string setting, string[] values, Func<string, bool> isGood, string expected) =>
        from entry in values.Index()
        where !isGood(entry.Item)
        select $"{ImageFetchOptions.Section}:{setting}:{entry.Index} (environment variable {ImageFetchOptions.Section}__{setting}__{entry.Index}) "
            + $"must be {expected}; it is \"{entry.Item}\".";
}
