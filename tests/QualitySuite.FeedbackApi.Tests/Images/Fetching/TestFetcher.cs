using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.FeedbackApi.Images.Fetching;

namespace QualitySuite.FeedbackApi.Tests.Images.Fetching;

/// <summary>A fetcher as the service has it but for its resolver, its clock, which stands still, and what it trusts.</summary>
internal static class TestFetcher
{
    /// <summary>The host that the tests allow, by default with every address of 127.0.0.0/8.</summary>
    public const string Host = "images.test";

    public static ImageFetcher For(
        ImageFetchOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider? time = null, X509Certificate2? trusted = null)
    {
        var rules = new FetchRules(Options.Create(options));
        var handler = ImageFetchRegistration.CreateHandler(new CheckedConnector(rules, resolve), options);
        if (trusted is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { trusted },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        return new ImageFetcher(handler, rules, Options.Create(options), time ?? new FakeTimeProvider(), NullLogger<ImageFetcher>.Instance);
    }

    /// <summary>Allows the server, whose host has the address 127.0.0.1.</summary>
    public static ImageFetcher For(RawServer server, TimeProvider? time = null, X509Certificate2? trusted = null) =>
        For(OptionsFor(server), Resolving("127.0.0.1"), time, trusted);

    public static ImageFetchOptions OptionsFor(RawServer server) =>
        new() { AllowedHosts = [$"{Host}:{server.Port}"], AllowedNetworks = ["127.0.0.0/8"], AllowHttp = true, ConnectTimeout = TimeSpan.FromMinutes(1) };

    /// <summary>A resolver that gives these addresses for every name.</summary>
    public static Func<string, CancellationToken, Task<IPAddress[]>> Resolving(params string[] addresses) =>
        (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));

    /// <summary>The URL of a file on the server by the allowed host's name.</summary>
    public static string UrlOn(RawServer server, string scheme = "http") => $"{scheme}://{Host}:{server.Port}/a.png?key=1";

    /// <summary>The error as <c>status name: text</c>, whatever kind of result it is; null when there is none.</summary>
    public static string? Text(IResult? problem) => problem switch
    {
        null => null,
        ValidationProblem invalid => $"{invalid.StatusCode} {Name(invalid.ProblemDetails.Type)}: {string.Join("; ", invalid.ProblemDetails.Errors.Select(e => $"{e.Key}: {string.Join(' ', e.Value)}"))}",
        ProblemHttpResult other => $"{other.StatusCode} {Name(other.ProblemDetails.Type)}: {other.ProblemDetails.Detail}",
        _ => problem.ToString(),
    };

    private static string? Name(string? type) => type?.Split(':')[^1];
}
