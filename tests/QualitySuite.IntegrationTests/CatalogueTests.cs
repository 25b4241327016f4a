using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.IntegrationTests;

/// <summary>What the API says of itself: the metric catalogue and the values of the filter dimensions.</summary>
public sealed class CatalogueTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_catalogue_says_of_every_metric_what_it_counts_and_who_computes_it()
    {
        using var worker = shared.Running.HttpFor("scoring-worker");
        var models = await worker.GetFromJsonAsync<JsonElement>(new Uri("/v1/models", UriKind.Relative), Cancellation);
        var scorers = models.GetProperty("scorers").EnumerateArray()
            .ToLookup(scorer => scorer.GetProperty("metric").GetString()!, scorer => scorer.GetProperty("identity").GetString()!);

        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        var encoders = await connection.QueryAsync<string>("select identity from scoring.encoders order by id");

        var catalogue = await shared.Running.Client.ListMetricsAsync(Cancellation);

        Assert.Equal(catalogue.Count, catalogue.Select(metric => metric.Id).Distinct().Count());
        Assert.Subset(catalogue.Select(metric => metric.Id).ToHashSet(), scorers.Select(scorer => scorer.Key).ToHashSet());
        Assert.All(catalogue, metric =>
        {
            Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", metric.Id);
            Assert.NotEmpty(metric.Description);
            Assert.Equal(metric.Kind == MetricKind.Distribution ? encoders : scorers[metric.Id], metric.Scorers);
            Assert.Equal(metric.Installed, metric.Missing is null);
            Assert.Equal(metric.HistogramEdges.Order(), metric.HistogramEdges);
            if (metric.Kind == MetricKind.Automated)
            {
                Assert.Equal(metric.Installed, scorers.Contains(metric.Id));
            }

            if (metric.Id.EndsWith("_rate", StringComparison.Ordinal))
            {
                Assert.False(string.IsNullOrEmpty(metric.Numerator) || string.IsNullOrEmpty(metric.Denominator), metric.Id);
            }
        });
    }

    [Fact]
    public async Task Facets_are_the_values_in_use_the_latest_first_and_only_those_of_the_app()
    {
        var now = TimeProvider.System.GetUtcNow();
        await SubmitAsync("facets", "v1", "ddim", "filter-1", now.AddHours(-3));
        await SubmitAsync("facets", "v3", "euler", null, now.AddHours(-1));
        await SubmitAsync("facets", "v2", "ddim", "filter-2", now.AddHours(-2));
        await SubmitAsync("facets-other", "v9", "heun", "filter-9", now);

        var mine = await shared.Running.Client.GetFacetsAsync("facets", Cancellation);
        var all = await shared.Running.Client.GetFacetsAsync(null, Cancellation);
        using var http = await shared.Running.ClientWithKeyAsync("facets", ["read"], Cancellation);
        var bound = await new QualityClient(http).GetFacetsAsync(null, Cancellation);

        Assert.Equal(["facets"], mine.Apps);
        Assert.Equal(["v3", "v2", "v1"], mine.ModelVersions);
        Assert.Equal(["euler", "ddim"], mine.Samplers);
        Assert.Equal(["filter-2", "filter-1"], mine.SafetyFilters);
        Assert.Contains("facets-other", all.Apps);
        Assert.Contains("v9", all.ModelVersions);
        Assert.Equivalent(mine, bound, strict: true);
    }

    private Task<GenerationAccepted> SubmitAsync(string app, string version, string sampler, string? filter, DateTimeOffset createdAt) => shared.Running.Client.SubmitGenerationAsync(
        new GenerationSubmission
        {
            App = app,
            Prompt = "p",
            Model = new ModelInfo("m", version),
            Sampler = new SamplerInfo(sampler),
            SafetyFilter = filter,
            CreatedAt = createdAt,
            Outcome = GenerationOutcome.Failed,
        },
        default, "", Cancellation);
}
