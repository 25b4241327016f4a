using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using QualitySuite.Reviewer.Charts;

namespace QualitySuite.Reviewer.Scope;

/// <summary>The apps and model versions that there are: for the lists of filters, and for the looks of versions. Read once a request at most,
/// and kept a few seconds, since each chart of a page asks for it.</summary>
public sealed class KnownDimensions(QualityClient api, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    /// <summary>What is first stays first, unless older generations are imported.</summary>
    private static readonly TimeSpan FirstSeenKept = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Task<DateTimeOffset?>> _firstSeen = new(StringComparer.Ordinal);
    private Task<GenerationFacets>? _facets;
    private IReadOnlyDictionary<string, SeriesStyle>? _styles;

    public Task<GenerationFacets> GetAsync(CancellationToken cancellationToken) => _facets ??= ReadAsync(cancellationToken);

    /// <summary>How a model version is drawn.</summary>
    internal async Task<SeriesStyle> StyleOfAsync(string modelVersion, CancellationToken cancellationToken) =>
        SeriesStyle.Of(modelVersion, await StylesAsync(cancellationToken));

    internal async Task<IReadOnlyDictionary<string, SeriesStyle>> StylesAsync(CancellationToken cancellationToken) =>
        _styles ??= SeriesStyle.OfHistory((await GetAsync(cancellationToken)).VersionHistory);

    /// <summary>When each of these model versions came: the creation of its first generation, in any app. The oldest of all versions is left out, since
    /// nothing changed with it.</summary>
    internal async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReleasesAsync(IEnumerable<string> modelVersions, CancellationToken cancellationToken)
    {
        var oldest = (await GetAsync(cancellationToken)).VersionHistory is [var first, ..] ? first : null;
        var releases = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var version in modelVersions.Where(v => v.Length > 0 && v != oldest))
        {
            if (await _firstSeen.GetOrAdd(version, v => ReadFirstSeenAsync(v, cancellationToken)) is { } release)
            {
                releases[version] = release;
            }
        }

        return releases;
    }

    private Task<DateTimeOffset?> ReadFirstSeenAsync(string modelVersion, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync((nameof(KnownDimensions), modelVersion), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = FirstSeenKept;
            var query = new GenerationQuery { ModelVersion = modelVersion, Order = "oldest", Limit = 1 };
            return (await api.ListGenerationsAsync(query, cancellationToken)).Items is [var first, ..] ? first.CreatedAt : (DateTimeOffset?)null;
        });

    private async Task<GenerationFacets> ReadAsync(CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync(nameof(KnownDimensions), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Kept;
            return api.GetFacetsAsync(app: null, cancellationToken);
        }) ?? throw new InvalidOperationException("The API answered no facets.");
}
