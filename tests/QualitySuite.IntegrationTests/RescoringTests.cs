using System.Net;
using Dapper;
using QualitySuite.Cli;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Pipeline;
using QualitySuite.Contracts.Scoring;

namespace QualitySuite.IntegrationTests;

/// <summary>History under another scorer, and the choice of the scorer that trends show.</summary>
public sealed class RescoringTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_gets_the_scores_that_it_lacks_page_by_page_and_keeps_those_it_has()
    {
        var generations = await ScoreAsync("rescoring", count: 5);
        var sharpness = generations[0].Scores.Single(s => s.Metric == "sharpness").Scorer;
        var before = await ReadScoresAsync("rescoring");
        await ForgetAsync("rescoring", sharpness, generations.Take(3).Select(g => g.Id));

        var request = new RescoreRequest { From = Hours(-1), To = Hours(1), App = "rescoring", Scorer = sharpness, Limit = 2 };
        var first = await shared.Running.Client.RescoreAsync(request, Cancellation);
        var second = await shared.Running.Client.RescoreAsync(request with { Cursor = first.NextCursor }, Cancellation);

        Assert.Equal((2, true), (first.Queued, first.NextCursor is not null));
        Assert.Equal((1, false), (second.Queued, second.NextCursor is not null));
        await WaitUntilScoredAsync();
        Assert.Equal(before.Select(s => (s.Id, s.Scorer, s.Value)), (await ReadScoresAsync("rescoring")).Select(s => (s.Id, s.Scorer, s.Value)));
        Assert.Equal(before.Where(s => s.Scorer != sharpness), (await ReadScoresAsync("rescoring")).Where(s => s.Scorer != sharpness));
        Assert.Equal(0, (await shared.Running.Client.RescoreAsync(request, Cancellation)).Queued);
    }

    [Fact]
    public async Task A_request_that_cannot_be_meant_is_told_what_is_wrong_with_it()
    {
        var request = new RescoreRequest { From = Hours(1), To = Hours(0), Limit = 1001, Cursor = "x", App = new string('a', 201) };

        var exception = await Assert.ThrowsAsync<QualityApiException>(() => shared.Running.Client.RescoreAsync(request, Cancellation));

        Assert.Equal(["app", "cursor", "limit", "to"], exception.Problem!.Errors!.Keys.Order());
        foreach (var scorer in (string[])["none", "a\0b", new string('a', 65)])
        {
            exception = await Assert.ThrowsAsync<QualityApiException>(() => shared.Running.Client.RescoreAsync(
                new RescoreRequest { From = Hours(-1), To = Hours(0), Scorer = scorer }, Cancellation));
            Assert.Equal(["scorer"], exception.Problem!.Errors!.Keys);
        }
    }

    [Fact]
    public async Task A_key_without_admin_may_neither_rescore_nor_choose_a_scorer()
    {
        using var http = await shared.Running.ClientWithKeyAsync(null, ["read", "ingest"], Cancellation);
        using var worker = shared.Running.HttpFor("scoring-worker");
        worker.DefaultRequestHeaders.Remove("X-Api-Key");
        worker.DefaultRequestHeaders.Add("X-Api-Key", http.DefaultRequestHeaders.GetValues("X-Api-Key"));

        var rescore = await Assert.ThrowsAsync<QualityApiException>(() => new QualityClient(http).RescoreAsync(new RescoreRequest { From = Hours(-1), To = Hours(0) }, Cancellation));
        var choose = await Assert.ThrowsAsync<QualityApiException>(() => new ScoringClient(worker).ChoosePrimaryScorerAsync(new PrimaryScorerChoice { Scorer = "x" }, Cancellation));

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], [rescore.StatusCode, choose.StatusCode]);
    }

    [Fact]
    public async Task An_app_may_choose_another_scorer_than_the_others_and_trends_follow()
    {
        using var http = shared.Running.HttpFor("scoring-worker");
        var worker = new ScoringClient(http);
        var contrast = (await worker.ListScorersAsync(Cancellation)).Single(s => s.Metric == "contrast");
        var other = await RegisterAsync("contrast", new string('c', 64));

        await worker.ChoosePrimaryScorerAsync(new PrimaryScorerChoice { Scorer = other, App = "rescoring-choice" }, Cancellation);

        Assert.Contains("*", contrast.PrimaryFor);
        Assert.DoesNotContain("rescoring-choice", contrast.PrimaryFor);
        Assert.True(contrast.InUse);
        var listed = (await worker.ListScorersAsync(Cancellation)).Single(s => s.Identity == other);
        Assert.Equal((false, "rescoring-choice"), (listed.InUse, listed.PrimaryFor.Single()));
        Assert.Equal(other, await PrimaryAsync("rescoring-choice"));
        Assert.Equal(contrast.Identity, await PrimaryAsync("rescoring-no-choice"));
        await Assert.ThrowsAsync<QualityApiException>(() => worker.ChoosePrimaryScorerAsync(new PrimaryScorerChoice { Scorer = "none" }, Cancellation));
        await UnregisterAsync(other);
    }

    [Fact]
    public async Task From_the_command_line_history_is_rescored_and_a_scorer_chosen()
    {
        var generations = await ScoreAsync("rescoring-tool", count: 4);
        var contrast = generations[0].Scores.Single(s => s.Metric == "contrast").Scorer;
        var before = await ReadScoresAsync("rescoring-tool");
        await ForgetAsync("rescoring-tool", contrast, generations.Take(3).Select(g => g.Id));

        var rescored = await RunToolAsync(
            "feedback-api", "rescore", "--from", Hours(-1).ToString("O"), "--app", "rescoring-tool", "--scorer", contrast, "--max-pending", "2");
        await WaitUntilScoredAsync();
        var chosen = await RunToolAsync("scoring-worker", "scorers", "use", contrast[..12], "--app", "rescoring-tool");
        var listed = await RunToolAsync("scoring-worker", "scorers", "list", "--metric", "contrast");
        var refused = await RunToolAsync("scoring-worker", "scorers", "use", "no-digits", "--app", "rescoring-tool");

        Assert.Equal((0, ""), (rescored.Code, rescored.Error));
        Assert.EndsWith("3 images are queued.", rescored.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(before.Select(s => (s.Id, s.Scorer, s.Value)), (await ReadScoresAsync("rescoring-tool")).Select(s => (s.Id, s.Scorer, s.Value)));
        Assert.Equal(0, chosen.Code);
        Assert.Contains("(in use, primary, primary for rescoring-tool)", listed.Output, StringComparison.Ordinal);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("quality: ", refused.Error, StringComparison.Ordinal);
    }

    private static DateTimeOffset Hours(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours);

    private async Task<(int Code, string Output, string Error)> RunToolAsync(string service, params string[] arguments)
    {
        using var http = shared.Running.HttpFor(service);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await QualityTool.RunAsync([.. arguments, $"--{service}", http.BaseAddress!.ToString(), "--key", shared.Running.ApiKey], TextReader.Null, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<string?> PrimaryAsync(string app) =>
        (await shared.Running.Client.GetTimeSeriesAsync(new TimeSeriesQuery("contrast", "1h", Hours(-2), Hours(1)) { App = app }, Cancellation)).Scorer;

    private async Task<List<Generation>> ScoreAsync(string app, int count)
    {
        var accepted = await Task.WhenAll(Enumerable.Range(0, count).Select(i => shared.Running.SubmitAsync(app, TestImages.Draw(900 + i), Cancellation)));
        var generations = new List<Generation>();
        foreach (var generation in accepted)
        {
            generations.Add(await shared.Running.WaitForScoresAsync(generation.Id, Cancellation));
        }

        return generations;
    }

    private async Task WaitUntilScoredAsync()
    {
        while ((await shared.Running.Client.GetPipelineAsync(Cancellation)).Pending > 0)
        {
            await Task.Delay(100, Cancellation);
        }
    }

    private async Task<List<(Guid Id, string Scorer, double Value, DateTime CreatedAt)>> ReadScoresAsync(string app)
    {
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        return (await connection.QueryAsync<(Guid, string, double, DateTime)>("""
            select s.generation_id, s.scorer, s.value, s.created_at
            from scoring.score_facts s join feedback.generations g on g.created_at = s.generation_created_at and g.id = s.generation_id
            where g.app = @app
            order by s.generation_id, s.scorer
            """, new { app })).AsList();
    }

    /// <summary>Leaves the images as they would be had their worker not known the scorer.</summary>
    private async Task ForgetAsync(string app, string scorer, IEnumerable<Guid> ids)
    {
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        var deleted = await connection.ExecuteAsync("""
            delete from scoring.scores v using scoring.scorers s, feedback.generations g
            where s.id = v.scorer_id and s.identity = @scorer and g.id = v.generation_id and g.app = @app and v.generation_id = any(@ids)
            """, new { app, scorer, ids = ids.ToArray() });
        Assert.Equal(3, deleted);
    }

    private async Task<string> RegisterAsync(string metric, string identity)
    {
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("insert into scoring.scorers (metric, identity, description) values (@metric, @identity, 'test')", new { metric, identity });
        return identity;
    }

    private async Task UnregisterAsync(string identity)
    {
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("""
            delete from scoring.primary_scorers where scorer_id = (select id from scoring.scorers where identity = @identity);
            delete from scoring.scorers where identity = @identity
            """, new { identity });
    }
}
