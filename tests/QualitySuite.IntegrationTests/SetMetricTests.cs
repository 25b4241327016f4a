using System.Net;
using System.Text.Json;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.IntegrationTests;

/// <summary>Diversity and distances of a day's images, from the embeddings that the worker wrote to the answer of the API.</summary>
public sealed class SetMetricTests(SharedSuite shared)
{
    private const int Side = 96;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Today = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_of_another_style_lies_above_the_level_of_no_change_and_late_images_count()
    {
        const string app = "sets";
        for (var day = 6; day >= 4; day--)
        {
            await SubmitAsync(app, day, 100 * day, 20, "1", Circles);
        }

        await SubmitAsync(app, 3, 300, 40, "1", Circles);
        await SubmitAsync(app, 2, 200, 40, "2", TestImages.Stripes);
        var before = await WaitAsync(app, daysAgo: 2, n: 40, referenceN: 100);
        await SubmitAsync(app, 3, 340, 10, "2", TestImages.Stripes);
        var after = await WaitAsync(app, daysAgo: 2, n: 40, referenceN: 110);

        var (same, other) = (PointOf(before, 3), PointOf(before, 2));
        Assert.Equal((40, 60), (same.N, same.ReferenceN));
        Assert.True(same.Mean <= same.High, $"{same}");
        Assert.True(other.Mean > 3 * other.High, $"{other}");
        Assert.Equal([6, 5, 4], before.Absent!.Select(a => (Today - a.T).Days));
        Assert.All(before.Absent!, a => Assert.Equal((20, 30, "It takes 30 images of the day; there are 20."), (a.N, a.NeededN, a.Reason)));
        Assert.True(PointOf(after, 3).N == 50 && PointOf(after, 3).Mean > same.Mean, $"{PointOf(after, 3)}");

        var diversity = PointOf(Assert.Single((await SeriesAsync("vendi_score", app)).Series), 2);
        Assert.True(diversity.Mean < diversity.Low, $"{diversity}");
        var frechet = Assert.Single((await SeriesAsync("frechet_distance", app)).Series);
        Assert.Empty(frechet.Points);
        Assert.Equal(257, frechet.Absent!.Single(a => a.T == Today.AddDays(-2)).NeededN);
        var byVersion = (await SeriesAsync("mmd", app, groupBy: "modelVersion")).Series;
        Assert.Equal(["1", "2"], byVersion.Select(s => s.Group["modelVersion"]));
        Assert.Equal((40, 60), (PointOf(byVersion[0], 3).N, PointOf(byVersion[0], 3).ReferenceN));
        Assert.Equal((Today.AddDays(-3), 10), byVersion[1].Absent!.Select(a => (a.T, a.N)).Single());
    }

    [Fact]
    public async Task Values_are_those_of_the_published_formulas_and_two_encoders_never_mix()
    {
        const string app = "sets-of-encoders";
        var earlier = await RecordAsync(app, 4, 45);
        var day = await RecordAsync(app, 2, 40);
        var old = await EmbedAsync("old", [.. earlier, .. day], dimension: 6, seed: 1);
        await WaitAsync(app, daysAgo: 2, n: 40, referenceN: 45);
        var before = await SeriesAsync("mmd", app);
        var fresh = await EmbedAsync("fresh", [.. earlier, .. day], dimension: 9, seed: 2);
        foreach (var (encoder, values) in new[] { ("old", old), ("fresh", fresh) })
        {
            var (reference, set) = (Pick(values, 0, 45), Pick(values, 45, 40));
            await WaitAsync(app, daysAgo: 2, n: 40, referenceN: 45, scorer: encoder);

            Assert.Equal(MaximumMeanDiscrepancy.Cmmd(set, reference), await ValueAsync("mmd", encoder), 1e-6);
            Assert.Equal(FrechetDistance.Between(set, reference), await ValueAsync("frechet_distance", encoder), 1e-6);
            Assert.Equal(VendiScore.OfEmbeddings(set), await ValueAsync("vendi_score", encoder), 1e-6);
        }

        // Both have seen all images: the older one stays, and knows of the other.
        Assert.Equal("old", before.Scorer);
        Assert.Empty(before.OtherScorers);
        var both = await SeriesAsync("mmd", app);
        Assert.Equal("old", both.Scorer);
        Assert.Equal(["fresh"], both.OtherScorers);
        Assert.Equivalent(before.Series, both.Series, strict: true);

        async Task<double> ValueAsync(string metric, string encoder) =>
            PointOf(Assert.Single((await SeriesAsync(metric, app, encoder)).Series), 2).Mean;
    }

    [Theory]
    [InlineData("mmd&bucket=1h", "bucket", "Of mmd there is one value for the images of a whole UTC day: only 1d; this is 1h.")]
    [InlineData("vendi_score&groupBy=app,sampler", "groupBy", "vendi_score is computed by app and modelVersion; there are no values by sampler.")]
    [InlineData("mmd&scorer=nobody", "scorer", "The identity of an encoder, as GET /v1/metrics lists them under mmd; this string is none.")]
    public async Task What_windows_are_not_computed_for_is_refused_with_what_they_are(string query, string field, string message)
    {
        using var response = await shared.Running.Api.GetAsync(new Uri($"v1/metrics/timeseries?metric={query}", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(message, problem.RootElement.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    private static TimeSeriesPoint PointOf(TimeSeriesGroup group, int daysAgo) => group.Points.Single(p => p.T == Today.AddDays(-daysAgo));

    private static byte[] Circles(int seed, int width, int height) => TestImages.Draw(seed, width, height);

    private static EmbeddingMatrix Pick(float[][] rows, int from, int count) =>
        new([.. rows.Skip(from).Take(count).SelectMany(row => row)], count, rows[0].Length);

    private Task<TimeSeries> SeriesAsync(string metric, string app, string? scorer = null, string? groupBy = null) =>
        shared.Running.Client.GetTimeSeriesAsync(
            new TimeSeriesQuery(metric, "1d", Today.AddDays(-7), Today.AddDays(1)) { App = app, Scorer = scorer, GroupBy = groupBy }, Cancellation);

    /// <summary>Waits until the day's distance is of so many images to so many, and nothing of the app is to be computed.</summary>
    private async Task<TimeSeriesGroup> WaitAsync(string app, int daysAgo, long n, long referenceN, string? scorer = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        await using var connection = await shared.Running.Database.OpenConnectionAsync(limit.Token);
        while (true)
        {
            // Asked before the series: what is not waiting then is in it.
            var waiting = await connection.ExecuteScalarAsync<long>("select count(*) from monitoring.set_windows where app = @app and stale_since is not null", new { app });
            var series = await SeriesAsync("mmd", app, scorer);
            if (waiting == 0 && series.Series is [var group] && group.Points.Any(p => p.T == Today.AddDays(-daysAgo) && p.N == n && p.ReferenceN == referenceN))
            {
                return group;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    /// <summary>Images of one day, each with an id that goes by its seed: the samples are in the order of ids, and so are what chance draws.</summary>
    private async Task SubmitAsync(string app, int daysAgo, int firstSeed, int count, string version, Func<int, int, int, byte[]> draw)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            await shared.Running.Client.SubmitGenerationAsync(Describe(app, daysAgo, seed, version), draw(seed, Side, Side), "image/jpeg", Cancellation);
        }
    }

    /// <summary>Generations without an image.</summary>
    private async Task<Guid[]> RecordAsync(string app, int daysAgo, int count)
    {
        var ids = new Guid[count];
        for (var i = 0; i < count; i++)
        {
            var submission = Describe(app, daysAgo, (1_000 * daysAgo) + i, "1") with { Outcome = GenerationOutcome.Failed };
            ids[i] = (await shared.Running.Client.SubmitGenerationAsync(submission, default, "", Cancellation)).Id;
        }

        return ids;
    }

    private static GenerationSubmission Describe(string app, int daysAgo, int seed, string version) => new()
    {
        Id = new Guid(seed, (short)app.Length, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 0]).ToString(),
        App = app,
        Prompt = "circles",
        Model = new ModelInfo("painter", version),
        CreatedAt = Today.AddDays(-daysAgo).AddMinutes(seed % 1_000),
    };

    /// <summary>Writes embeddings as a worker with this encoder would; returns them as they are stored.</summary>
    private async Task<float[][]> EmbedAsync(string encoder, Guid[] ids, int dimension, int seed)
    {
        var random = new Random(seed);
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        var values = ids.Select(_ => Direction(random, dimension)).ToArray();
        await connection.ExecuteAsync(
            """
            with encoder as (
                insert into scoring.encoders (identity, description, dimension) values (@encoder, 'written by a test', @dimension) returning id
            )
            insert into scoring.embeddings (generation_id, generation_created_at, encoder_id, half_values)
            select k.id, k.created_at, encoder.id, v.half_values
            from encoder, unnest(@ids, @values) as v (id, half_values)
            join feedback.generation_keys k on k.id = v.id
            """,
            new { encoder, dimension, ids, values = values.Select(row => row.SelectMany(BitConverter.GetBytes).ToArray()).ToArray() });
        return [.. values.Select(row => row.Select(value => (float)value).ToArray())];
    }

    private static Half[] Direction(Random random, int dimension)
    {
        var row = Enumerable.Range(0, dimension).Select(_ => random.NextDouble() - 0.3).ToArray();
        var length = Math.Sqrt(row.Sum(value => value * value));
        return [.. row.Select(value => (Half)(value / length))];
    }
}
