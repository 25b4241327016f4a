using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Dapper;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Storage.Tests;

namespace QualitySuite.IntegrationTests;

/// <summary>A suite whose images lie on Azurite.</summary>
public sealed class AzureBlobSuite : IAsyncLifetime
{
    public static readonly TimeSpan RedeliverAfter = TimeSpan.FromSeconds(1);

    private Suite? _suite;

    public AzuriteServer Azurite { get; } = new();

    /// <summary>The running suite. Without servers the test is skipped, or fails where CI is set.</summary>
    public Suite Running
    {
        get
        {
            Suite.RequireServers();
            AzuriteServer.Require();
            return _suite!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Suite.IsCi || (Suite.ServersAreInstalled && AzuriteServer.IsInstalled))
        {
            await Azurite.InitializeAsync();
            _suite = await Suite.StartAsync(
                TestContext.Current.CancellationToken, "--ImageStore:Kind=AzureBlob", $"--ImageStore:AzureBlob:ConnectionString={Azurite.ConnectionString}",
                $"--ScoringWorker:RedeliverAfter={RedeliverAfter:c}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_suite is not null)
        {
            await _suite.DisposeAsync();
        }

        await Azurite.DisposeAsync();
    }
}

public sealed class AzureBlobTests(AzureBlobSuite blob) : IClassFixture<AzureBlobSuite>
{
    private const string App = "azure-blob";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_scored_and_comes_back_whole_in_parts_and_small()
    {
        var image = TestImages.Draw(401, 512, 512);
        var accepted = await blob.Running.SubmitAsync(App, image, Cancellation);
        var scored = await blob.Running.WaitForScoresAsync(accepted.Id, Cancellation);

        Assert.Equal((ScoringStatus.Scored, Suite.ScoresOfAnImage), (scored.Status, scored.Scores.Count));
        Assert.False(Directory.Exists(blob.Running.ImageFolder));
        using var whole = await GetImageAsync(accepted.Id);
        Assert.Equal(image, await whole.Content.ReadAsByteArrayAsync(Cancellation));
        using var part = await GetImageAsync(accepted.Id, new RangeHeaderValue(1_000, 1_999));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 1000-1999/{image.Length}"), (part.StatusCode, part.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(image[1_000..2_000], await part.Content.ReadAsByteArrayAsync(Cancellation));
        for (var round = 0; round < 2; round++)
        {
            using var thumbnail = await blob.Running.Client.GetImageAsync(accepted.Id, 256, null, Cancellation);
            Assert.Equal("image/webp", thumbnail.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task While_the_store_is_out_images_are_503_all_else_goes_on_and_the_worker_holds_what_it_cannot_read()
    {
        var client = blob.Running.Client;
        await blob.Running.CommandAsync("scoring-worker", "resource-stop", Cancellation);
        var waiting = (await blob.Running.SubmitAsync(App, TestImages.Draw(402), Cancellation)).Id;
        await blob.Azurite.StopAsync();
        try
        {
            await blob.Running.CommandAsync("scoring-worker", "resource-start", Cancellation);
            var refused = await Assert.ThrowsAsync<QualityApiException>(() => blob.Running.SubmitAsync(App, TestImages.Draw(403), Cancellation));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:qualitysuite:error:unavailable"), (refused.StatusCode, refused.Problem!.Type));
            foreach (var address in (string[])[$"/v1/generations/{waiting}/image", $"/v1/generations/{waiting}/image?size=256"])
            {
                using var response = await blob.Running.Api.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
                Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (response.StatusCode, response.Headers.RetryAfter?.Delta > TimeSpan.Zero));
            }

            await client.SubmitFeedbackAsync(
                new FeedbackSubmission { GenerationId = waiting.ToString(), UserKey = "anna", Kind = FeedbackKind.Thumb, Value = 1 }, Cancellation);
            foreach (var service in (string[])["feedback-api", "scoring-worker"])
            {
                Assert.Equal("degraded", await StateOfStoreAsync(service));
            }

            // Long enough for every attempt to be spent, if this spent any.
            await Task.Delay(6 * AzureBlobSuite.RedeliverAfter, Cancellation);
            Assert.Equal(ScoringStatus.Pending, (await client.GetGenerationAsync(waiting, Cancellation)).Status);
        }
        finally
        {
            await blob.Azurite.StartAsync(Cancellation);
        }

        Assert.Equal(ScoringStatus.Scored, (await blob.Running.WaitForScoresAsync(waiting, Cancellation)).Status);
        await using var connection = await blob.Running.Database.OpenConnectionAsync(Cancellation);
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("select attempts from scoring.completions where generation_id = @waiting", new { waiting }));
        var accepted = await Suite.PatientlyAsync(() => blob.Running.SubmitAsync(App, TestImages.Draw(403), Cancellation), Cancellation);
        Assert.Equal(ScoringStatus.Scored, (await blob.Running.WaitForScoresAsync(accepted.Id, Cancellation)).Status);
    }

    private async Task<HttpResponseMessage> GetImageAsync(Guid id, RangeHeaderValue? range = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/generations/{id}/image");
        request.Headers.Range = range;
        return await blob.Running.Api.SendAsync(request, Cancellation);
    }

    private async Task<string?> StateOfStoreAsync(string service)
    {
        using var http = blob.Running.HttpFor(service);
        using var response = await Suite.PatientlyAsync(() => http.GetAsync(new Uri("/health", UriKind.Relative), Cancellation), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
        return report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "image-store").GetProperty("status").GetString();
    }
}
