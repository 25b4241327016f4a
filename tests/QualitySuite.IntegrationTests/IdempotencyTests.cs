using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>The same id more than once: one generation, and every answer tells of it.</summary>
public sealed class IdempotencyTests(SharedSuite shared)
{
    private const int Times = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_generation_many_times_is_one_row_and_one_file(bool atOnce)
    {
        var id = Guid.NewGuid();
        var image = TestImages.Draw(id.GetHashCode());
        var files = shared.Running.ImageFiles();

        AssertOneCreated(id, await PostAllAsync(atOnce, _ => PostAsync(id, "same", image)));

        Assert.Equal((1, 1), await shared.Running.CountRowsAsync(id, Cancellation));
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(image))], shared.Running.ImageFiles().Except(files));
        await AssertScoredOnceAsync(id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_different_generations_under_one_id_the_first_is_kept_whole(bool atOnce)
    {
        var id = Guid.NewGuid();
        var images = Enumerable.Range(0, Times).Select(i => TestImages.Draw(id.GetHashCode() ^ i)).ToList();

        AssertOneCreated(id, await PostAllAsync(atOnce, i => PostAsync(id, $"prompt {i}", images[i])));

        Assert.Equal((1, 1), await shared.Running.CountRowsAsync(id, Cancellation));
        var kept = await AssertScoredOnceAsync(id);
        var first = images[int.Parse(kept.Prompt.AsSpan("prompt ".Length), System.Globalization.CultureInfo.InvariantCulture)];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(first)), kept.Image!.Sha256);
        Assert.True(atOnce || first == images[0]);
        using var bytes = await shared.Running.Client.GetImageAsync(id, null, null, Cancellation);
        Assert.Equal(first, await bytes.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task An_id_of_another_app_is_a_conflict_and_changes_nothing()
    {
        var id = Guid.NewGuid();
        using var first = await PostAsync(id, "first", TestImages.Draw(310));
        using var second = await PostAsync(id, "second", TestImages.Draw(311), app: "idempotency-other");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        var kept = await shared.Running.Client.GetGenerationAsync(id, Cancellation);
        Assert.Equal(("idempotency", "first"), (kept.App, kept.Prompt));
    }

    private static async Task<HttpResponseMessage[]> PostAllAsync(bool atOnce, Func<int, Task<HttpResponseMessage>> post)
    {
        if (atOnce)
        {
            return await Task.WhenAll(Enumerable.Range(0, Times).Select(post));
        }

        var responses = new List<HttpResponseMessage>();
        for (var i = 0; i < Times; i++)
        {
            responses.Add(await post(i));
        }

        return [.. responses];
    }

    private static void AssertOneCreated(Guid id, HttpResponseMessage[] responses)
    {
        Assert.Equal(1, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(Times - 1, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.All(responses, response =>
        {
            using (response)
            {
                using var body = response.Content.ReadAsStream(Cancellation);
                var accepted = JsonSerializer.Deserialize<GenerationAccepted>(body, QualityJson.Options)!;
                Assert.Equal((id, new GenerationLinks($"/v1/generations/{id}", $"/v1/generations/{id}/image")), (accepted.Id, accepted.Links));
                Assert.Equal(ScoringStatus.Pending, accepted.Status);
            }
        });
    }

    private async Task<Generation> AssertScoredOnceAsync(Guid id)
    {
        var scored = await shared.Running.WaitForScoresAsync(id, Cancellation);
        Assert.Equal((ScoringStatus.Scored, Suite.ScoresOfAnImage), (scored.Status, scored.Scores.Count));
        await using var connection = await shared.Running.Database.OpenConnectionAsync(Cancellation);
        Assert.Equal((1, 0), await connection.QuerySingleAsync<(long, long)>("""
            select (select count(*) from scoring.completions where generation_id = @id), (select count(*) from scoring.pending where generation_id = @id)
            """, new { id }));
        return scored;
    }

    private async Task<HttpResponseMessage> PostAsync(Guid id, string prompt, byte[] image, string app = "idempotency")
    {
        var submission = new GenerationSubmission { Id = id.ToString(), App = app, Prompt = prompt, Model = new ModelInfo("m", "1") };
        using var content = new MultipartFormDataContent { { JsonContent.Create(submission, options: QualityJson.Options), "metadata" } };
        var part = new ByteArrayContent(image);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        content.Add(part, "image", "image");
        return await shared.Running.Api.PostAsync(new Uri("/v1/generations", UriKind.Relative), content, Cancellation);
    }
}
