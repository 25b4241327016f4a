using System.Globalization;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>History that is imported, and the month partitions that it lies in.</summary>
public sealed class HistoryTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_generation_of_90_days_ago_is_stored_in_its_month_scored_listed_and_charted()
    {
        var client = shared.Running.Client;
        var createdAt = TimeProvider.System.GetUtcNow().AddDays(-90).AddMinutes(10);
        var submission = new GenerationSubmission { App = "history", Prompt = "p", Model = new ModelInfo("m", "1"), CreatedAt = createdAt };
        var id = (await client.SubmitGenerationAsync(submission, TestImages.Draw(320), "image/jpeg", Cancellation)).Id;
        await client.SubmitFeedbackAsync(new FeedbackSubmission { GenerationId = id.ToString(), UserKey = "anna", Kind = FeedbackKind.Stars, Value = 4 }, Cancellation);
        await client.SubmitEventAsync(
            new BehaviourSubmission { GenerationId = id.ToString(), UserKey = "anna", Type = BehaviourType.View, At = createdAt.AddMinutes(1) }, Cancellation);
        var scored = await shared.Running.WaitForScoresAsync(id, Cancellation);

        Assert.Equal((ScoringStatus.Scored, Suite.ScoresOfAnImage), (scored.Status, scored.Scores.Count));
        Assert.True((scored.CreatedAt - createdAt).Duration() < TimeSpan.FromMilliseconds(1));
        foreach (var table in (string[])["feedback.generations", "scoring.scores", "scoring.embeddings", "scoring.completions", "feedback.feedback", "feedback.votes", "feedback.events"])
        {
            Assert.Equal($"{table}_{createdAt.UtcDateTime.ToString("yyyy_MM", CultureInfo.InvariantCulture)}", await PartitionOfAsync(table, id));
        }

        var day = new DateTimeOffset(createdAt.UtcDateTime.Date, TimeSpan.Zero);
        var listed = await client.ListGenerationsAsync(new GenerationQuery { App = "history", From = day, To = day.AddDays(1) }, Cancellation);
        Assert.Equal(id, Assert.Single(listed.Items).Id);
        Assert.Empty((await client.ListGenerationsAsync(new GenerationQuery { App = "history", From = day.AddDays(1) }, Cancellation)).Items);
        await AssertPointAsync(day, "sharpness", scored.Scores.Single(score => score.Metric == "sharpness").Value);
        await AssertPointAsync(day, "stars_mean", 4);
    }

    [Fact]
    public async Task Every_partitioned_table_has_the_coming_month_and_none_a_default_partition()
    {
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        var tables = (await connection.QueryAsync<string>("select partrelid::regclass::text from pg_partitioned_table")).ToList();
        var partitions = (await connection.QueryAsync<string>("select inhrelid::regclass::text from pg_inherits")).ToHashSet();
        var defaults = await connection.QueryAsync<string>("select partrelid::regclass::text from pg_partitioned_table where partdefid <> 0");

        Assert.Empty(defaults);
        Assert.Contains("feedback.generations", tables);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var month in (DateTimeOffset[])[now.AddDays(-90), now, now.AddMonths(1), now.AddMonths(2)])
        {
            Assert.All(tables, table => Assert.Contains($"{table}_{month.ToString("yyyy_MM", CultureInfo.InvariantCulture)}", partitions));
        }
    }

    private async Task<string> PartitionOfAsync(string table, Guid id)
    {
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        var key = table is "feedback.generations" ? "id" : "generation_id";
        return (await connection.QueryAsync<string>($"select distinct tableoid::regclass::text from {table} where {key} = @id", new { id })).Single();
    }

    private async Task AssertPointAsync(DateTimeOffset day, string metric, double value)
    {
        var series = await shared.Running.Client.GetTimeSeriesAsync(new TimeSeriesQuery(metric, "1d", day, day.AddDays(1)) { App = "history" }, Cancellation);
        var point = Assert.Single(Assert.Single(series.Series).Points);
        Assert.Equal((day, 1), (point.T, point.N));
        Assert.Equal(value, point.Mean, 1e-9);
    }
}
