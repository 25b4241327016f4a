using System.ComponentModel.DataAnnotations;

namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>From where and within which bounds images of <c>imageUrl</c> are fetched. Section <c>ImageFetch</c>.</summary>
internal sealed class ImageFetchOptions
{
    public const string Section = "ImageFetch";

    /// <summary>
    /// <c>images.example.com</c>, or <c>*.example.com</c> for every host below that name; with <c>:8443</c> for that port, otherwise for the scheme's
    /// own. Empty: nothing is fetched.
    /// </summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Networks such as <c>10.20.0.0/16</c> whose addresses the allowed hosts may have although they are not public.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Whether http is taken beside https.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Longest time of a whole fetch, from waiting for a place to the last byte.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest time to resolve a name, connect and agree on TLS.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Fetches at the same time. Each may hold an image of the largest size in memory.</summary>
    [Range(1, 1_000)]
    public int MostConcurrent { get; set; } = 8;

    /// <summary>Fetches that wait for a place; what comes beyond is answered 503.</summary>
    [Range(0, 100_000)]
    public int MostWaiting { get; set; } = 256;
}
