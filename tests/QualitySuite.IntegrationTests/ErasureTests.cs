using System.Net;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Privacy;

namespace QualitySuite.IntegrationTests;

public sealed class ErasureTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Suite Suite => shared.Running;

    [Fact]
    public async Task Everything_of_a_user_goes_from_every_owner_with_a_receipt_and_nothing_of_others()
    {
        const string app = "erase";
        const string anna = "anna / 50 % ü?#";
        var (own, common) = (TestImages.Draw(7_100), TestImages.Draw(7_101));
        Guid[] annas = [await SubmitAsync(app, anna, own), await SubmitAsync(app, anna, common), await SubmitAsync(app, anna, [])];
        var bens = await SubmitAsync(app, "ben", common);
        foreach (var id in (Guid[])[annas[0], annas[1], bens])
        {
            await Suite.WaitForScoresAsync(id, Cancellation);
            using var thumbnail = await Suite.Client.GetImageAsync(id, 256, null, Cancellation);
            Assert.Equal(HttpStatusCode.OK, thumbnail.StatusCode);
        }

        await ThumbAsync(annas[0], "ben", 1);
        await ThumbAsync(bens, anna, -1);
        await ThumbAsync(bens, "carl", 1);
        await EventAsync(annas[0], "ben");
        await EventAsync(bens, anna);
        await EventAsync(bens, "carl");
        await ThumbAsync(Guid.CreateVersion7(), anna, 1, hold: true);
        var hash = await HashOfAsync(annas[0]);
        var file = await FileOfAsync(annas[0]);
        Assert.Equal(2, Suite.ImageFiles().Count(name => name.StartsWith(file, StringComparison.Ordinal)));

        var erasure = await Suite.Api.EraseAsync(anna, "", Cancellation);
        Assert.Equal(erasure, await Suite.Client.EraseUserAsync(anna, app: null, Cancellation));
        var receipt = await Suite.Api.WaitForReceiptAsync(erasure, Cancellation);

        AssertReceipt(receipt, erasure);
        Assert.Equal(["feedback.generation_keys 3"], await TracesOfAsync(hash, annas));
        Assert.DoesNotContain(Suite.ImageFiles(), name => name.StartsWith(file, StringComparison.Ordinal));
        var kept = await Suite.Client.GetGenerationAsync(bens, Cancellation);
        Assert.Equal((26, 1, 1, 1), (kept.Scores.Count, kept.FeedbackCount, kept.BehaviourCount, await WindowImagesAsync(app)));
        Assert.Equal(common, await Suite.Api.GetByteArrayAsync(new Uri(kept.Links.Image!, UriKind.Relative), Cancellation));
        var rate = await Suite.Client.GetTimeSeriesAsync(
            new("thumbs_up_rate", "1d", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1)) { App = app }, Cancellation);
        Assert.Equal((1, 1.0), rate.Series.Single().Points.Select(p => (p.N, p.Mean)).Single());
        await AssertStaysGoneAsync(app, annas[0], own);
    }

    [Fact]
    public async Task A_key_of_one_app_erases_only_that_app_and_sees_no_other_receipt()
    {
        var (here, there) = (await SubmitAsync("erase-here", "dora", []), await SubmitAsync("erase-there", "dora", []));
        await ThumbAsync(there, "dora", 1);
        using var key = await Suite.ClientWithKeyAsync("erase-here", ["admin"], Cancellation);
        using var other = await Suite.ClientWithKeyAsync("erase-there", ["admin"], Cancellation);
        using var reader = await Suite.ClientWithKeyAsync("erase-here", ["read", "ingest"], Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(reader, "dora"));
        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(key, "dora?app=erase-there"));
        var receipt = await key.WaitForReceiptAsync(await key.EraseAsync("dora", "", Cancellation), Cancellation);

        Assert.Equal(("erase-here", 1L, 0L), (receipt.App, receipt.Counts["generations"], receipt.Counts["feedback"]));
        Assert.Equal((1, 0), await Suite.CountRowsAsync(here, Cancellation));
        Assert.Equal(1, (await Suite.Client.GetGenerationAsync(there, Cancellation)).FeedbackCount);
        using var foreign = await other.GetAsync(new Uri($"/v1/erasures/{receipt.Id}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    public async Task An_image_that_somebody_stores_again_while_it_is_let_go_of_stays()
    {
        var content = TestImages.Draw(7_110);
        await SubmitAsync("erase-again", "emil", content);
        var erasure = await Suite.Api.EraseAsync("emil", "?app=erase-again", Cancellation);
        while ((await Suite.Api.ReceiptAsync(erasure, Cancellation)).Counts["generations"] == 0)
        {
            await Task.Delay(20, Cancellation);
        }

        var again = await SubmitAsync("erase-again", "fritz", content);
        var receipt = await Suite.Api.WaitForReceiptAsync(erasure, Cancellation);

        Assert.Equal((0L, 1L), (receipt.Counts["images"], receipt.Counts["sharedImages"]));
        Assert.Equal(content, await Suite.Api.GetByteArrayAsync(new Uri($"/v1/generations/{again}/image", UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("257")]
    public async Task A_key_that_no_user_can_have_is_refused(string key)
    {
        var address = $"/v1/users/{(key == "257" ? new string('k', 257) : Uri.EscapeDataString(key))}";
        using var response = await Suite.Api.DeleteAsync(new Uri(address, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"userKey\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_left_nothing_gets_a_receipt_of_nothing()
    {
        var receipt = await Suite.Api.WaitForReceiptAsync(await Suite.Api.EraseAsync("nobody", "", Cancellation), Cancellation);

        Assert.All(receipt.Counts.Values, count => Assert.Equal(0, count));
        Assert.All(receipt.Owners, owner => Assert.Equal(ErasureState.Done, owner.State));
    }

    private static void AssertReceipt(Erasure receipt, Guid id)
    {
        Assert.Equal((id, null, ErasureState.Done), (receipt.Id, receipt.App, receipt.State));
        Assert.Equal(["feedback", "scoring", "monitoring"], receipt.Owners.Select(owner => owner.Owner));
        Assert.All(receipt.Owners, owner => Assert.InRange(owner.FinishedAt!.Value, receipt.RequestedAt, receipt.FinishedAt!.Value));
        Assert.Equal(
            "generations 3, feedback 2, votes 2, events 2, held 1, images 1, sharedImages 1",
            string.Join(", ", receipt.Owners[0].Counts.Select(count => $"{count.Key} {count.Value}")));
        Assert.Equal(
            $"scores {2 * Suite.ScoresOfAnImage}, embeddings 2, completions 2, pending 0, deadLetters 0",
            string.Join(", ", receipt.Owners[1].Counts.Select(count => $"{count.Key} {count.Value}")));
        Assert.Equal(1, receipt.Owners[2].Counts["daysCounted"]);
        Assert.Equal(receipt.Owners.Sum(owner => owner.Counts.Values.Sum()), receipt.Counts.Values.Sum());
    }

    /// <summary>What is left anywhere of a user and of generations, as table and number of rows.</summary>
    private async Task<List<string>> TracesOfAsync(byte[] hash, Guid[] ids)
    {
        await using var connection = await Suite.Database.OpenConnectionAsync(Cancellation);
        var found = new List<string>();
        foreach (var (table, column) in await connection.QueryAsync<(string, string)>("""
            select table_schema || '.' || table_name, column_name from information_schema.columns c
            where table_schema in ('feedback', 'scoring', 'monitoring', 'experiments', 'review') and column_name in ('user_key', 'generation_id', 'id')
              and (column_name <> 'id' or table_name in ('generations', 'generation_keys'))
              and exists (select from pg_class p where p.oid = format('%I.%I', table_schema, table_name)::regclass and p.relkind in ('r', 'p') and not p.relispartition)
            order by 1, 2
            """))
        {
            var rows = await connection.ExecuteScalarAsync<long>(
                $"select count(*) from {table} where {(column == "user_key" ? "user_key = @hash" : $"{column} = any(@ids)")}", new { hash, ids });
            if (rows > 0)
            {
                found.Add($"{table} {rows}");
            }
        }

        return found;
    }

    private async Task AssertStaysGoneAsync(string app, Guid id, byte[] image)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<QualityApiException>(() => Suite.Client.GetGenerationAsync(id, Cancellation))).StatusCode);
        var retry = await Assert.ThrowsAsync<QualityApiException>(() => Suite.Client.SubmitGenerationAsync(
            new GenerationSubmission { Id = id.ToString(), App = app, Prompt = "p", Model = new ModelInfo("m", "1") }, image, "image/jpeg", Cancellation));
        Assert.Equal((HttpStatusCode.Gone, "urn:qualitysuite:error:generation_erased"), (retry.StatusCode, retry.Problem?.Type));
        foreach (var hold in (bool[])[false, true])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<QualityApiException>(() => ThumbAsync(id, "ben", 1, hold))).StatusCode);
        }

        await using var connection = await Suite.Database.OpenConnectionAsync(Cancellation);
        Assert.Equal((null, null), await connection.QuerySingleAsync<(DateTime?, string?)>("select created_at, app from feedback.generation_keys where id = @id", new { id }));
    }

    private async Task<Guid> SubmitAsync(string app, string userKey, byte[] image) => (await Suite.Client.SubmitGenerationAsync(
        new GenerationSubmission { App = app, Prompt = "circles", Model = new ModelInfo("painter", "1"), UserKey = userKey }, image, "image/jpeg", Cancellation)).Id;

    private Task<Recorded> ThumbAsync(Guid id, string userKey, int value, bool hold = false) => Suite.Client.SubmitFeedbackAsync(
        new FeedbackSubmission { GenerationId = id.ToString(), UserKey = userKey, Kind = FeedbackKind.Thumb, Value = value, Hold = hold }, Cancellation);

    private Task<Recorded> EventAsync(Guid id, string userKey) => Suite.Client.SubmitEventAsync(
        new BehaviourSubmission { GenerationId = id.ToString(), UserKey = userKey, Type = BehaviourType.View }, Cancellation);

    private static async Task<HttpStatusCode> DeleteAsync(HttpClient http, string rest)
    {
        using var response = await http.DeleteAsync(new Uri($"/v1/users/{rest}", UriKind.Relative), Cancellation);
        return response.StatusCode;
    }

    private async Task<byte[]> HashOfAsync(Guid id)
    {
        await using var connection = await Suite.Database.OpenConnectionAsync(Cancellation);
        return (await connection.QuerySingleAsync<byte[]>("select user_key from feedback.generations where id = @id", new { id }))!;
    }

    private async Task<string> FileOfAsync(Guid id) => (await Suite.Client.GetGenerationAsync(id, Cancellation)).Image!.Sha256;

    private async Task<long> WindowImagesAsync(string app)
    {
        await using var connection = await Suite.Database.OpenConnectionAsync(Cancellation);
        return await connection.QuerySingleAsync<long>("select images from monitoring.set_windows where app = @app and model_version = ''", new { app });
    }
}
