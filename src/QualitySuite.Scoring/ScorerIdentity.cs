using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.Scoring;

/// <summary>What computes a metric.</summary>
/// <param name="Metric">Id in the metric catalogue.</param>
/// <param name="Identity">
/// 64 lower-case hexadecimal digits: SHA-256 over everything that determines the number (metric, weights, preprocessing, which outputs),
/// and over nothing else: the pack's name, thresholds and the execution provider leave it as it is.
/// </param>
/// <param name="Description">For people.</param>
public sealed record ScorerIdentity(string Metric, string Identity, string Description)
{
    /// <summary>Hashes the metric and <paramref name="determinants"/> as <c>key=value</c> lines in the given order.</summary>
    internal static ScorerIdentity Create(string metric, string description, params ReadOnlySpan<(string Key, string Value)> determinants)
    {
        var text = new StringBuilder().Append("metric=").Append(metric).Append('\n');
        foreach (var (key, value) in determinants)
        {
            text.Append(key).Append('=').Append(value).Append('\n');
        }

        return new ScorerIdentity(metric, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))), description);
    }
}
