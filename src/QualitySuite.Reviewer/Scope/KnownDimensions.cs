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

    private Task<GenerationFacets>? _facets;
    private IReadOnlyDictionary<string, SeriesStyle>? _styles;

    public Task<GenerationFacets> GetAsync(CancellationToken cancellationToken) => _facets ??= ReadAsync(cancellationToken);

    /// <summary>How a model version is drawn.</summary>
    internal async Task<SeriesStyle> StyleOfAsync(string modelVersion, CancellationToken cancellationToken) =>
        SeriesStyle.Of(modelVersion, await StylesAsync(cancellationToken));

    internal async Task<IReadOnlyDictionary<string, SeriesStyle>> StylesAsync(CancellationToken cancellationToken) =>
        _styles ??= SeriesStyle.OfHistory((await GetAsync(cancellationToken)).VersionHistory);

    private async Task<GenerationFacets> ReadAsync(CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync(nameof(KnownDimensions), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Kept;
            return api.GetFacetsAsync(app: null, cancellationToken);
        }) ?? throw new InvalidOperationException("The API answered no facets.");
}
