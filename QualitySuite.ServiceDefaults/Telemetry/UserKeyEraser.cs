using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;

namespace QualitySuite.ServiceDefaults;

/// <summary>Takes the user's key out of the addresses that spans carry: <c>/v1/users/{userKey}</c> is the one path that has something personal in it.
/// The instrumentation itself hides the values of query strings.</summary>
internal sealed partial class UserKeyEraser : BaseProcessor<Activity>
{
    // A tag for each side of a call, in the present conventions and in those before them.
    private static readonly string[] s_addresses = ["url.path", "url.full", "http.target", "http.url"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in s_addresses)
        {
            if (data.GetTagItem(tag) is string address && Users().IsMatch(address))
            {
                data.SetTag(tag, Users().Replace(address, "{userKey}"));
            }
        }
    }

    [GeneratedRegex(@"(?<=/v1/users/)[^?#]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Users();
}
