using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Dapper;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

public sealed class BatchTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bad_line_in_the_middle_is_refused_by_itself_with_its_reason()
    {
        var id = await GenerationAsync("batch-lines");
        string Event(string more) => $$"""{"generationId":"{{id}}","userKey":"u",{{more}}}""";
        var lines = new (string Line, int Status, string? Error)[]
        {
            (Event("\"type\":\"view\""), 202, null),
            ("{\"generationId\":", 400, "invalid_json"),
            (Event("\"type\":\"applaud\""), 400, "invalid_json"),
            (Event("\"type\":\"view\"") + Event("\"type\":\"view\""), 400, "invalid_json"),
            (Event($"\"type\":\"view\",\"x\":{new string('[', 200)}{new string(']', 200)}"), 400, "invalid_json"),
            ("null", 400, "invalid_json"),
            ("[1]", 400, "invalid_json"),
            (Event("\"type\":\"view\",\"at\":\"2019-01-01T00:00:00Z\""), 400, "validation"),
            (Event($"\"type\":\"view\",\"at\":\"{TimeProvider.System.GetUtcNow().AddYears(1):O}\""), 400, "validation"),
            (Event("\"type\":\"dwell\""), 400, "validation"),
            ($$"""{"generationId":"{{id}}","userKey":"{{new string('u', 10_000)}}","type":"view"}""", 400, "validation"),
            ($$"""{"generationId":"{{id}}","userKey":"u","type":"view","x":"{{new string('x', 70_000)}}"}""", 413, "payload_too_large"),
            ($$"""{"generationId":"{{Guid.NewGuid()}}","userKey":"u","type":"view"}""", 404, "not_found"),
            (Event("\"type\":\"view\",\"exposure\":{\"position\":3,\"shown\":2}"), 400, "validation"),
            (Event("\"type\":\"download\",\"exposure\":{\"position\":2,\"shown\":4,\"surface\":\"gallery\"}"), 202, null),
        };

        var answer = await PostAsync("/v1/events:batch", Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => l.Line))));

        Assert.Equal(lines.Select((l, i) => (i, l.Status, l.Error)), answer.Results.Select(r => (r.Index, r.Status, r.Problem?.Type.Split(':')[^1])));
        Assert.All(answer.Results.Where(r => r.IsAccepted), r => Assert.Equal(RecordedStatus.Recorded, r.Recorded));
        Assert.Equal(["userKey"], answer.Results[10].Problem!.Errors!.Keys);
        Assert.Equal(["exposure.position"], answer.Results[13].Problem!.Errors!.Keys);
        Assert.Equal(
            [(BehaviourType.View, (Exposure?)null), (BehaviourType.Download, new Exposure(2, 4, "gallery"))],
            (await shared.Running.Client.GetGenerationAsync(id, Cancellation)).Behaviour.Select(b => (b.Type, b.Exposure)));
    }

    [Fact]
    public async Task Invalid_utf8_in_a_line_is_refused_and_the_rest_is_accepted()
    {
        var id = await GenerationAsync("batch-utf8");
        var good = Encoding.UTF8.GetBytes($$"""{"generationId":"{{id}}","userKey":"u","kind":"thumb","value":1}""");
        byte[] body = [.. good, (byte)'\n', .. "{\"generationId\":\""u8, 0xC3, 0x28, .. "\",\"userKey\":\"u\"}\n"u8, .. good];

        var answer = await PostAsync("/v1/feedback:batch", body);

        Assert.Equal([202, 400, 202], answer.Results.Select(r => r.Status));
    }

    [Fact]
    public async Task Of_votes_in_one_batch_the_last_one_counts_and_a_retry_of_the_batch_changes_nothing()
    {
        var id = await GenerationAsync("batch-votes");
        string Vote(string user, int value, string feedbackId) =>
            $$"""{"generationId":"{{id}}","userKey":"{{user}}","kind":"thumb","value":{{value}},"feedbackId":"{{feedbackId}}"}""";
        var body = Encoding.UTF8.GetBytes(string.Join('\n', Vote("a", 1, "1"), Vote("a", -1, "2"), Vote("b", -1, "1"), Vote("b", 1, "2")));

        for (var i = 0; i < 3; i++)
        {
            Assert.All((await PostAsync("/v1/feedback:batch", body)).Results, r => Assert.Equal(202, r.Status));
        }

        var feedback = (await shared.Running.Client.GetGenerationAsync(id, Cancellation)).Feedback;
        Assert.Equal([(1, true), (-1, false), (-1, true), (1, false)], feedback.Select(f => (f.Value!.Value, f.Current)));
    }

    [Fact]
    public async Task Too_many_lines_are_told_at_the_first_that_was_not_read()
    {
        var id = await GenerationAsync("batch-many");
        var line = $$"""{"generationId":"{{id}}","userKey":"u","type":"view"}""";

        var answer = await PostAsync("/v1/events:batch", Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(line, BatchLimits.Reactions + 5))));

        Assert.Equal(BatchLimits.Reactions + 1, answer.Results.Count);
        Assert.All(answer.Results.Take(BatchLimits.Reactions), r => Assert.Equal(202, r.Status));
        Assert.Equal((BatchLimits.Reactions, 413), (answer.Results[^1].Index, answer.Results[^1].Status));
    }

    [Fact]
    public async Task A_compressed_batch_is_read_and_a_bomb_ends_where_the_limit_is()
    {
        var id = await GenerationAsync("batch-gzip");
        var line = $$"""{"generationId":"{{id}}","userKey":"u","type":"view"}""";
        Assert.Equal([202, 202], (await PostAsync("/v1/events:batch", Gzip(line + "\n" + line, padding: 0), "gzip")).Results.Select(r => r.Status));

        var bomb = Gzip(line + "\n", padding: 2 * BatchLimits.ReactionBytes);
        Assert.InRange(bomb.Length, 0, 1024 * 1024);
        var answer = await PostAsync("/v1/events:batch", bomb, "gzip");

        Assert.Equal([(0, 202), (1, 413)], answer.Results.Select(r => (r.Index, r.Status)));
    }

    [Fact]
    public async Task Broken_compression_keeps_what_was_read_before_it()
    {
        var id = await GenerationAsync("batch-broken-gzip");
        var line = $$"""{"generationId":"{{id}}","userKey":"u","type":"view"}""" + "\n";
        var body = Gzip(string.Concat(Enumerable.Repeat(line, 5_000)), padding: 0);
        body[^5] ^= 0xFF; // of the checksum

        var answer = await PostAsync("/v1/events:batch", body, "gzip");

        Assert.Equal("urn:qualitysuite:error:invalid_encoding", answer.Results[^1].Problem!.Type);
        var accepted = answer.Results.Count(r => r.IsAccepted);
        Assert.InRange(accepted, 1, 5_000);
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        Assert.Equal(accepted, await connection.ExecuteScalarAsync<long>("select count(*) from feedback.events where generation_id = @id", new { id }));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Another_content_type_is_refused(string type)
    {
        using var content = new StringContent("{}", null, type);
        using var response = await shared.Running.Api.PostAsync(new Uri("/v1/events:batch", UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Generations_come_in_a_batch_with_their_images_and_are_scored()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToArray();
        string Line(Guid id, byte[]? image) => $$"""
            {"id":"{{id}}","app":"batch-generations","prompt":"p","model":{"name":"m","version":"1"}{{(image is null ? "" : $",\"imageBase64\":\"{Convert.ToBase64String(image)}\"")}}}
            """;
        var body = Encoding.UTF8.GetBytes(string.Join('\n',
            Line(ids[0], TestImages.Draw(70)), Line(ids[1], null), Line(ids[0], TestImages.Draw(70)), Line(ids[2], "not an image"u8.ToArray()),
            """{"app":"batch-generations","prompt":"p"}""", Line(Guid.NewGuid(), null).Replace("\"p\"", "7", StringComparison.Ordinal),
            Line(Guid.NewGuid(), TestImages.Draw(71)).Replace("\"imageBase64\":\"", "\"imageBase64\":\"$", StringComparison.Ordinal)));

        var answer = await PostAsync("/v1/generations:batch", body);

        // The same id twice: whichever is first makes it.
        Assert.Equal([200, 201], new[] { answer.Results[0].Status, answer.Results[2].Status }.Order());
        Assert.Equal([201, 422, 400, 400, 400], answer.Results.Where(r => r.Index is not (0 or 2)).Select(r => r.Status));
        Assert.Equal([ids[0], ids[1], ids[0]], answer.Results.Take(3).Select(r => r.Id!.Value));
        Assert.Equal(Suite.ScoresOfAnImage, (await shared.Running.WaitForScoresAsync(ids[0], Cancellation)).Scores.Count);
        Assert.Equal(ScoringStatus.NotScored, (await shared.Running.Client.GetGenerationAsync(ids[1], Cancellation)).Status);
    }

    [Fact]
    public async Task A_key_of_another_app_reaches_no_generation_through_a_batch()
    {
        var id = await GenerationAsync("batch-mine");
        using var other = await shared.Running.ClientWithKeyAsync("batch-other", ["ingest"], Cancellation);
        var line = Encoding.UTF8.GetBytes($$"""{"generationId":"{{id}}","userKey":"u","type":"view","hold":true}""");

        var answer = await PostAsync("/v1/events:batch", line, http: other);

        Assert.Equal([404], answer.Results.Select(r => r.Status));
    }

    private async Task<Guid> GenerationAsync(string app) =>
        (await shared.Running.Client.SubmitGenerationAsync(
            new GenerationSubmission { App = app, Prompt = "p", Model = new ModelInfo("m", "1") }, default, "", Cancellation)).Id;

    private async Task<BatchAnswer> PostAsync(string path, byte[] body, string? encoding = null, HttpClient? http = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await (http ?? shared.Running.Api).PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<BatchAnswer>(QualityJson.Options, Cancellation))!;
    }

    /// <summary>The text and so many blanks after it, compressed.</summary>
    private static byte[] Gzip(string text, long padding)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
            var blanks = new byte[64 * 1024];
            blanks.AsSpan().Fill((byte)' ');
            for (var left = padding; left > 0; left -= blanks.Length)
            {
                gzip.Write(blanks);
            }
        }

        return compressed.ToArray();
    }
}
