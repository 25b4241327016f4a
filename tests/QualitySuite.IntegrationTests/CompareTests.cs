using System.Net;
using System.Text.Json;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.IntegrationTests;

/// <summary>Two groups of generations compared by the API, on rows that the tests write.</summary>
public sealed class CompareTests(SharedSuite shared)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly ComparisonQuery Versions = new("modelVersion:v1", "modelVersion:v2");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private QualityClient Client => shared.Running.Client;

    [Fact]
    public async Task Means_are_compared_by_welchs_test_with_a_histogram_of_each_group()
    {
        double[] first = [0.7, 1.6, 0.2, 1.2, 0.1, 3.4, 3.7, 0.8, 0.0, 2.0], second = [1.9, 0.8, 1.1, 0.1, 0.1, 4.4, 5.5, 1.6, 4.6, 200];
        await ScoreAsync("compare-means", "noise_sigma", "v1", first);
        await ScoreAsync("compare-means", "noise_sigma", "v2", second);
        await ScoreAsync("compare-means", "noise_sigma", "v3", [250, 250]);
        await ScoreAsync("compare-means-other", "noise_sigma", "v2", [250, 250]);
        var expected = GroupComparison.OfMeans(SampleMoments.Of(first), SampleMoments.Of(second));

        var found = await Client.CompareAsync("noise_sigma", Versions with { App = "compare-means" }, scorer: null, Cancellation);

        Assert.Equal(("noise_sigma", 10, 10), (found.Metric, found.A.N, found.B.N));
        Assert.Equal(first.Average(), found.A.Mean!.Value, 1e-12);
        Assert.Equal(SampleMoments.Of(second).StandardDeviation, found.B.Stddev!.Value, 1e-9);
        Assert.Equal(expected.Difference!.Value, found.Difference.Value!.Value, 1e-9);
        Assert.Equal([expected.Interval!.Value.Low, expected.Interval.Value.High], found.Difference.Ci95!, (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal(expected.PValue!.Value, found.Difference.P!.Value, 1e-9);
        Assert.Equal((false, null, null), (found.Difference.Clear, found.Difference.NeededN, found.Difference.Missing));
        Assert.Equal(expected.Relative!.Value, found.Relative.Value!.Value, 1e-9);
        Assert.Equal(MetricCatalogue.Find("noise_sigma")!.HistogramEdges, found.HistogramEdges);

        // Edges 0, 0.125, 0.25, 0.5, 1, 2, 4, 8, ..., 256, and the last bin is open.
        Assert.Equal([2, 1, 0, 2, 2, 3, 0, 0, 0, 0, 0, 0], found.A.Histogram);
        Assert.Equal([2, 0, 0, 1, 3, 0, 3, 0, 0, 0, 0, 1], found.B.Histogram);
        var backwards = await Client.CompareAsync(
            "noise_sigma", new ComparisonQuery("modelVersion:v2", "modelVersion:v1") { App = "compare-means" }, scorer: null, Cancellation);
        Assert.Equal(-found.Difference.Value.Value, backwards.Difference.Value!.Value, 1e-12);
    }

    /// <summary>Newcombe's published table: 56 of 70 minus 48 of 80 is 0.2, 0.0524 to 0.3339.</summary>
    [Fact]
    public async Task Rates_are_compared_by_newcombes_interval()
    {
        await VoteAsync("compare-rates", "v1", 48, 80);
        await VoteAsync("compare-rates", "v2", 56, 70);

        var found = await Client.CompareAsync("thumbs_up_rate", Versions with { App = "compare-rates" }, scorer: null, Cancellation);

        Assert.Equal((80, 0.6, 70, 0.8), (found.A.N, found.A.Mean!.Value, found.B.N, found.B.Mean!.Value));
        Assert.Equal([32, 48], found.A.Histogram);
        Assert.Equal([14, 56], found.B.Histogram);
        Assert.Equal([0.0524, 0.3339], found.Difference.Ci95!, (x, y) => Math.Abs(x - y) < 0.00005);
        Assert.Equal(1 / 3.0, found.Relative.Value!.Value, 1e-12);
        Assert.True(found.Difference.Clear && found.Difference.P < 0.05 && found.Relative.Ci95![0] > 0, $"{found}");
        Assert.Null(found.Scorer);
    }

    [Fact]
    public async Task Values_that_are_all_the_same_give_a_difference_without_rounding_and_say_what_is_missing()
    {
        await ScoreAsync("compare-equal", "contrast", "v1", [.. Enumerable.Repeat(0.1, 30)]);
        await ScoreAsync("compare-equal", "contrast", "v2", [.. Enumerable.Repeat(0.1, 11)]);

        var found = await Client.CompareAsync("contrast", Versions with { App = "compare-equal" }, scorer: null, Cancellation);

        Assert.Equal((0.1, 0.0, 0.1, 0.0), (found.A.Mean!.Value, found.A.Stddev!.Value, found.B.Mean!.Value, found.B.Stddev!.Value));
        Assert.Equal(
            new ComparedDifference(0, null, null, Clear: false, NeededN: null, "All values of each group are the same, so nothing says how far others would lie from them."),
            found.Difference);
        Assert.Equal(new RelativeDifference(0, null), found.Relative);
    }

    [Fact]
    public async Task Too_few_values_and_none_say_how_many_it_takes()
    {
        await ScoreAsync("compare-few", "contrast", "v1", [0.1, 0.2, 0.3]);

        var few = await Client.CompareAsync("contrast", new ComparisonQuery("modelVersion:v1", "modelVersion:v9") { App = "compare-few" }, scorer: null, Cancellation);
        using var body = JsonDocument.Parse(await shared.Running.Api.GetStringAsync(
            new Uri("/v1/metrics/compare?metric=contrast&a=modelVersion:v1&b=modelVersion:v9&app=compare-few", UriKind.Relative), Cancellation));

        Assert.Equal(new ComparedDifference(null, null, null, Clear: false, 9, "It takes 9 values in each group; a has 3 and b has 0."), few.Difference);
        Assert.Equal((0, null, null, null), (few.B.N, few.B.Mean, few.B.Stddev, few.B.Ci95));
        Assert.All(few.B.Histogram, n => Assert.Equal(0, n));
        foreach (var (part, field) in new[] { ("b", "mean"), ("difference", "value"), ("difference", "ci95"), ("difference", "p"), ("relative", "ci95") })
        {
            Assert.Equal(JsonValueKind.Null, body.RootElement.GetProperty(part).GetProperty(field).ValueKind);
        }
    }

    [Fact]
    public async Task Groups_may_have_several_conditions_and_values_with_colons_and_commas_or_none()
    {
        await ScoreAsync("compare-groups", "contrast", "sd:1,5,b", [0.1, 0.2], sampler: "euler");
        await ScoreAsync("compare-groups", "contrast", "sd:1,5,b", [0.4], sampler: "ddim");
        await ScoreAsync("compare-groups", "contrast", "sd:2", [0.5], sampler: null);

        var bySampler = await CompareAsync("modelVersion:sd:1,5,b,sampler:euler", "sampler:ddim,modelVersion:sd:1,5,b");
        var without = await CompareAsync("sampler:,outcome:failed", "modelVersion:sd:1,5,b,sampler:ddim");

        Assert.Equal((2, 1), (bySampler.A.N, bySampler.B.N));
        Assert.Equal((1, 0.5, 1, 0.4), (without.A.N, without.A.Mean!.Value, without.B.N, without.B.Mean!.Value));

        Task<MetricComparison> CompareAsync(string a, string b) =>
            Client.CompareAsync("contrast", new ComparisonQuery(a, b) { App = "compare-groups" }, scorer: null, Cancellation);
    }

    [Fact]
    public async Task Only_the_range_is_compared_and_it_is_half_open()
    {
        await ScoreAsync("compare-range", "contrast", "v1", [0.1], Now.AddDays(-20));
        await ScoreAsync("compare-range", "contrast", "v1", [0.2], Now.AddDays(-3));
        await ScoreAsync("compare-range", "contrast", "v1", [0.3], Now.AddDays(-2));

        Assert.Equal(2, await CountAsync(Versions));
        Assert.Equal(3, await CountAsync(Versions with { From = Now.AddDays(-30) }));
        Assert.Equal(1, await CountAsync(Versions with { From = Now.AddDays(-4), To = Now.AddDays(-2).AddSeconds(-1) }));

        async Task<long> CountAsync(ComparisonQuery query) =>
            (await Client.CompareAsync("contrast", query with { App = "compare-range" }, scorer: null, Cancellation)).A.N;
    }

    [Fact]
    public async Task Two_scorers_are_never_mixed()
    {
        const string otherScorer = "compare-other-scorer";
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("insert into scoring.scorers (metric, identity, description) values ('contrast', @otherScorer, 'test')", new { otherScorer });
        try
        {
            await ScoreAsync("compare-scorers", "contrast", "v1", [0.1, 0.2, 0.3]);
            await ScoreAsync("compare-scorers", "contrast", "v1", [0.9], scorer: otherScorer);

            var primary = await Client.CompareAsync("contrast", Versions with { App = "compare-scorers" }, scorer: null, Cancellation);
            var other = await Client.CompareAsync("contrast", Versions with { App = "compare-scorers" }, otherScorer, Cancellation);

            Assert.Equal(3, primary.A.N);
            Assert.Contains(otherScorer, primary.OtherScorers);
            Assert.Equal((1, otherScorer), (other.A.N, other.Scorer));
            Assert.Contains(primary.Scorer, other.OtherScorers);
        }
        finally
        {
            await connection.ExecuteAsync(
                """
                delete from scoring.scores where scorer_id = (select id from scoring.scorers where identity = @otherScorer);
                delete from scoring.scorers where identity = @otherScorer
                """, new { otherScorer });
        }
    }

    [Fact]
    public async Task All_metrics_come_by_their_p_values_which_are_adjusted_for_their_number()
    {
        await ScoreAsync("compare-all", "contrast", "v1", [.. Enumerable.Range(0, 20).Select(i => 0.1 + (i / 1000.0))]);
        await ScoreAsync("compare-all", "contrast", "v2", [.. Enumerable.Range(0, 20).Select(i => 0.3 + (i / 1000.0))]);
        await ScoreAsync("compare-all", "sharpness", "v1", [.. Enumerable.Range(0, 20).Select(i => 100.0 + i)]);
        await ScoreAsync("compare-all", "sharpness", "v2", [.. Enumerable.Range(0, 20).Select(i => 101.0 + i)]);

        var all = await Client.CompareAllAsync(Versions with { App = "compare-all", From = Now.AddDays(-7), To = Now.AddMinutes(1) }, Cancellation);

        Assert.Equal((Now.AddDays(-7).Ticks / 10, Now.AddMinutes(1).Ticks / 10), (all.From.Ticks / 10, all.To.Ticks / 10));
        Assert.Equal(["contrast", "sharpness"], all.Items.Take(2).Select(c => c.Metric));
        var (first, second) = (all.Items[0].Difference, all.Items[1].Difference);
        Assert.Equal((2 * first.P, second.P), (first.AdjustedP, second.AdjustedP));
        Assert.True(first.Clear && first.AdjustedP < 1e-6 && !second.Clear, $"{first} {second}");
        Assert.All(all.Items.Skip(2), c => Assert.Equal((null, null), (c.Difference.P, c.Difference.AdjustedP)));
        Assert.Equal(all.Items.Count, all.Items.Select(c => c.Metric).Distinct().Count());
        Assert.Contains(all.Items, c => c.Metric == "report_rate");
        Assert.DoesNotContain(all.Items, c => MetricCatalogue.Find(c.Metric)!.Kind is MetricKind.Distribution or MetricKind.Review);
    }

    [Fact]
    public async Task A_key_of_one_app_compares_only_its_own()
    {
        await ScoreAsync("compare-mine", "contrast", "v1", [0.1]);
        await ScoreAsync("compare-theirs", "contrast", "v1", [0.2, 0.3]);
        using var http = await shared.Running.ClientWithKeyAsync("compare-mine", ["read"], Cancellation);
        var mine = new QualityClient(http);

        Assert.Equal(1, (await mine.CompareAsync("contrast", Versions, scorer: null, Cancellation)).A.N);
        Assert.Equal(1, (await mine.CompareAllAsync(Versions, Cancellation)).Items.Single(c => c.Metric == "contrast").A.N);
        foreach (var query in new[] { Versions with { App = "compare-theirs" }, new("app:compare-mine", "app:compare-theirs"), new("app:compare-theirs,sampler:x", "sampler:y") })
        {
            await AssertForbiddenAsync(() => mine.CompareAsync("contrast", query, scorer: null, Cancellation));
            await AssertForbiddenAsync(() => mine.CompareAllAsync(query, Cancellation));
        }
    }

    private static async Task AssertForbiddenAsync(Func<Task> call) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<QualityApiException>(call)).StatusCode);

    private async Task<Guid[]> RecordAsync(string app, string version, int count, DateTimeOffset? createdAt = null, string? sampler = null)
    {
        var ids = new Guid[count];
        for (var i = 0; i < count; i++)
        {
            var submission = new GenerationSubmission
            {
                App = app,
                Prompt = "p",
                Model = new ModelInfo("m", version),
                Sampler = sampler is null ? null : new SamplerInfo(sampler),
                CreatedAt = createdAt ?? Now.AddHours(-1),
                Outcome = GenerationOutcome.Failed,
            };
            ids[i] = (await Client.SubmitGenerationAsync(submission, default, "", Cancellation)).Id;
        }

        return ids;
    }

    /// <summary>Writes values as the worker would with the metric's primary scorer, or with another one.</summary>
    private async Task ScoreAsync(
        string app, string metric, string version, double[] values, DateTimeOffset? createdAt = null, string? sampler = null, string? scorer = null)
    {
        var ids = await RecordAsync(app, version, values.Length, createdAt, sampler);
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(
            """
            insert into scoring.scores (generation_id, generation_created_at, scorer_id, value)
            select k.id, k.created_at, s.id, v.value
            from unnest(@ids, @values) as v (id, value)
            join feedback.generation_keys k on k.id = v.id
            join scoring.scorers s on case when @scorer::text is not null then s.identity = @scorer
                                           else s.id = (select p.scorer_id from scoring.primary_scorers p where p.app = '*' and p.metric = @metric) end
            """,
            new { ids, values, metric, scorer });
    }

    private async Task VoteAsync(string app, string version, int up, int all)
    {
        foreach (var (id, i) in (await RecordAsync(app, version, all)).Select((id, i) => (id, i)))
        {
            await Client.SubmitFeedbackAsync(
                new FeedbackSubmission { GenerationId = id.ToString(), UserKey = "u", Kind = FeedbackKind.Thumb, Value = i < up ? 1 : -1 }, Cancellation);
        }
    }
}
