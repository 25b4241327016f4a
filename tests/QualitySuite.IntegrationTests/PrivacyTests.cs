using System.Net;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

public sealed class PrivacyTests(SharedSuite shared)
{
    private const string Key = "key-that-nobody-may-read-7f3a";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Suite Suite => shared.Running;

    [Fact]
    public async Task A_users_key_reaches_no_row_no_log_and_no_signal()
    {
        var sightings = shared.Spans.LookFor(Key);
        var marker = shared.Spans.LookFor("DELETE /v1/users/");
        var id = (await Suite.Client.SubmitGenerationAsync(
            new GenerationSubmission { App = "keys", Prompt = "p", Model = new ModelInfo("m", "1"), UserKey = Key, SessionKey = Key }, default, "", Cancellation)).Id;
        await Suite.Client.SubmitFeedbackAsync(
            new FeedbackSubmission { GenerationId = id.ToString(), UserKey = Key, Kind = FeedbackKind.Thumb, Value = 1 }, Cancellation);
        await Suite.Client.SubmitEventAsync(
            new BehaviourSubmission { GenerationId = id.ToString(), UserKey = Key, SessionKey = Key, Type = BehaviourType.View }, Cancellation);
        await Assert.ThrowsAsync<QualityApiException>(() => Suite.Client.SubmitFeedbackAsync(
            new FeedbackSubmission { GenerationId = Guid.NewGuid().ToString(), UserKey = Key, Kind = FeedbackKind.Thumb, Value = 1 }, Cancellation));
        foreach (var address in (string[])[$"/v1/generations?userKey={Key}", $"/v1/generations?metric={Key}&order={Key}", $"/v1/users/{Key}"])
        {
            using var read = await Suite.Api.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        }

        Assert.Empty(await TextsWithAsync(Key));
        await Suite.Api.WaitForReceiptAsync(await Suite.Api.EraseAsync(Key, "?app=keys", Cancellation), Cancellation);

        // Signals are sent every few seconds; that the request's own span has arrived shows that those before it have.
        while (marker.Count == 0)
        {
            await Task.Delay(200, Cancellation);
        }

        Assert.Empty(sightings);
        Assert.All(Directory.GetFiles(Suite.LogFolder), file => Assert.DoesNotContain(Key, ReadShared(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prompt_is_redacted_before_it_is_stored_and_the_scores_say_so()
    {
        const string Prompt = "a poster with jane@example.com on it";
        var id = await SubmitAsync("redacted", Prompt);
        await Suite.Client.SubmitFeedbackAsync(
            new FeedbackSubmission { GenerationId = id.ToString(), UserKey = "u", Kind = FeedbackKind.Report, Reasons = [ReportReason.Other], Comment = "call +44 20 7946 0123" }, Cancellation);
        var generation = await Suite.WaitForScoresAsync(id, Cancellation);

        Assert.Equal("a poster with [email] on it", generation.Prompt);
        Assert.Equal("call [phone]", generation.Feedback.Single().Comment);
        var fact = generation.Facts.Single(f => f.Kind == "prompt_redacted");
        Assert.Equal(
            ("Before it was stored, this was replaced in what was asked for: email. The image is compared with the text as it stands here.", "clip_score"),
            (fact.Detail, fact.Metrics!.Single()));
        Assert.Contains("<b>prompt redacted</b>", await PageAsync(id), StringComparison.Ordinal);
        Assert.Empty(await TextsWithAsync("jane@example.com"));

        var plain = await Suite.WaitForScoresAsync(await SubmitAsync("not-redacted", Prompt), Cancellation);
        Assert.Equal(Prompt, plain.Prompt);
        Assert.DoesNotContain(plain.Facts, f => f.Kind == "prompt_redacted");
    }

    [Fact]
    public async Task An_expired_image_is_gone_and_its_record_and_scores_are_not()
    {
        var (old, common) = (TestImages.Draw(7_200), TestImages.Draw(7_201));
        Guid[] ids =
        [
            await SubmitAsync("young", "circles", old, daysAgo: 40), await SubmitAsync("young", "circles", common, daysAgo: 40), await SubmitAsync("young", "circles", common),
        ];
        var file = (await ScoredAsync(ids))[0].Image!.Sha256;

        // An image that is let go of before it is scored has no scores to keep.
        await MoveAsync(ids, "expired");
        await WaitUntilAsync(async () => (await Suite.Client.GetGenerationAsync(ids[1], Cancellation)).ImageExpiredAt is not null);
        await WaitUntilAsync(() => Task.FromResult(!Suite.ImageFiles().Contains(file)));

        var generation = await Suite.Client.GetGenerationAsync(ids[0], Cancellation);
        Assert.Equal((null, null, Suite.ScoresOfAnImage), (generation.Image, generation.Links.Image, generation.Scores.Count));
        Assert.NotNull(generation.ImageExpiredAt);
        using var image = await Suite.Client.GetImageAsync(ids[0], 256, null, Cancellation);
        Assert.Equal(HttpStatusCode.Gone, image.StatusCode);
        Assert.Contains("urn:qualitysuite:error:image_expired", await image.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("Image expired", await PageAsync(ids[0]), StringComparison.Ordinal);
        await WaitUntilAsync(async () => await CountAsync("feedback.released_images") == 0);
        Assert.Equal(common, await Suite.Api.GetByteArrayAsync(new Uri($"/v1/generations/{ids[2]}/image", UriKind.Relative), Cancellation));
        Assert.Equal(3, (await Suite.Client.ListGenerationsAsync(new GenerationQuery { App = "expired", Metric = "sharpness" }, Cancellation)).Items.Count);
    }

    [Fact]
    public async Task Rows_that_have_been_kept_for_their_time_go_from_every_owner()
    {
        Guid[] ids = [await SubmitAsync("young", "circles", TestImages.Draw(7_210), daysAgo: 40), await SubmitAsync("young", "circles", TestImages.Draw(7_211))];
        var file = (await ScoredAsync(ids))[0].Image!.Sha256;
        await MoveAsync(ids, "outlived");

        await WaitUntilAsync(() => Task.FromResult(!Suite.ImageFiles().Contains(file)));
        await WaitUntilAsync(async () => await CountAsync($"feedback.removals where '{ids[0]}' = any(generation_ids)") == 0);

        Assert.Equal((0, 0), await Suite.CountRowsAsync(ids[0], Cancellation));
        foreach (var table in (string[])["scores", "embeddings", "completions"])
        {
            Assert.Equal(0, await CountAsync($"scoring.{table} where generation_id = '{ids[0]}'"));
        }

        Assert.Equal(Suite.ScoresOfAnImage, (await Suite.Client.GetGenerationAsync(ids[1], Cancellation)).Scores.Count);
    }

    private async Task<string> PageAsync(Guid id)
    {
        using var reviewer = Suite.HttpFor("reviewer");
        return await Suite.PatientlyAsync(() => reviewer.GetStringAsync(new Uri($"/generations/{id}", UriKind.Relative), Cancellation), Cancellation);
    }

    private async Task<Generation[]> ScoredAsync(Guid[] ids)
    {
        foreach (var id in ids)
        {
            await Suite.WaitForScoresAsync(id, Cancellation);
        }

        return await Task.WhenAll(ids.Select(id => Suite.Client.GetGenerationAsync(id, Cancellation)));
    }

    private async Task MoveAsync(Guid[] ids, string app)
    {
        await using var connection = await Suite.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(
            "update feedback.generations set app = @app where id = any(@ids); update feedback.generation_keys set app = @app where id = any(@ids)", new { ids, app });
    }

    private async Task<long> CountAsync(string rows)
    {
        await using var connection = await Suite.Database.OpenConnectionAsync(Cancellation);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {rows}");
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isSo())
        {
            await Task.Delay(200, limit.Token);
        }
    }

    private async Task<Guid> SubmitAsync(string app, string prompt, byte[]? image = null, int daysAgo = 0) => (await Suite.Client.SubmitGenerationAsync(
        new GenerationSubmission
        {
            App = app,
            Prompt = prompt,
            Model = new ModelInfo("painter", "1"),
            CreatedAt = TimeProvider.System.GetUtcNow().AddDays(-daysAgo),
        },
        image ?? TestImages.Draw(7_300), "image/jpeg", Cancellation)).Id;

    /// <summary>Tables of the suite that hold a text, as such or as bytes.</summary>
    private async Task<List<string>> TextsWithAsync(string text)
    {
        await using var connection = await Suite.Database.OpenConnectionAsync(Cancellation);
        var found = new List<string>();
        foreach (var table in await connection.QueryAsync<string>("""
            select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('feedback', 'scoring', 'monitoring', 'experiments', 'review')
            """))
        {
            var hex = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
            if (await connection.ExecuteScalarAsync<bool>(
                $"select exists (select from {table} t where t::text like '%' || @text || '%' or t::text like '%' || @hex || '%')", new { text, hex }))
            {
                found.Add(table);
            }
        }

        return found;
    }

    private static string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
