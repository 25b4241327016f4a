using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>The file system of the images really full, beneath the running suite.</summary>
[Collection(nameof(FaultSuite))]
public sealed class FullDiskTests(FaultSuite faults)
{
    private const string App = "disk-full";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_disk_is_full_an_image_is_refused_with_507_all_else_goes_on_and_the_same_request_succeeds_when_there_is_room()
    {
        faults.Disk.Require();
        var client = faults.Running.Client;
        await faults.WaitUntilHealthyAsync(Cancellation);
        var original = TestImages.Draw(Guid.NewGuid().GetHashCode());
        var known = (await faults.Running.SubmitAsync(App, original, Cancellation)).Id;
        await faults.WaitForScoresAsync(known, Cancellation);
        var submissions = Enumerable.Range(0, 20)
            .Select(_ => (Submission: Submission(), Image: TestImages.Draw(Guid.NewGuid().GetHashCode()))).ToList();
        faults.Disk.Fill();
        try
        {
            var files = faults.Running.ImageFiles();
            await Task.WhenAll(submissions.Select(s => AssertFullAsync(s.Submission, s.Image)));
            Assert.Equal(files.Order(), faults.Running.ImageFiles().Order());

            await AssertAllElseGoesOnAsync(known, original);
        }
        finally
        {
            faults.Disk.MakeRoom();
        }

        foreach (var (submission, image) in submissions)
        {
            var accepted = await client.SubmitGenerationAsync(submission, image, "image/jpeg", Cancellation);
            Assert.Equal((submission.Id, ScoringStatus.Scored), (accepted.Id.ToString(), (await faults.WaitForScoresAsync(accepted.Id, Cancellation)).Status));
        }
    }

    private static GenerationSubmission Submission() => new() { Id = Guid.NewGuid().ToString(), App = App, Prompt = "p", Model = new ModelInfo("m", "1") };

    private async Task AssertFullAsync(GenerationSubmission submission, byte[] image)
    {
        using var form = new MultipartFormDataContent
        {
            { JsonContent.Create(submission, options: QualityJson.Options), "metadata" },
            { new ByteArrayContent(image), "image", "image" },
        };
        using var response = await faults.Running.Api.PostAsync(new Uri("/v1/generations", UriKind.Relative), form, Cancellation);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal(
            (HttpStatusCode.InsufficientStorage, "urn:qualitysuite:error:storage_full", TimeSpan.FromMinutes(1)),
            (response.StatusCode, problem.GetProperty("type").GetString(), response.Headers.RetryAfter?.Delta));
        Assert.Equal((0, 0), await faults.Running.CountRowsAsync(Guid.Parse(submission.Id!), Cancellation));
    }

    // What needs no room on that disk; a thumbnail is made and not kept.
    private async Task AssertAllElseGoesOnAsync(Guid known, byte[] original)
    {
        var client = faults.Running.Client;
        await client.SubmitFeedbackAsync(new FeedbackSubmission { GenerationId = known.ToString(), UserKey = "anna", Kind = FeedbackKind.Thumb, Value = 1 }, Cancellation);
        await client.SubmitGenerationAsync(Submission() with { Outcome = GenerationOutcome.Blocked }, default, "", Cancellation);
        var again = await client.SubmitGenerationAsync(Submission(), original, "image/jpeg", Cancellation);
        Assert.Equal(ScoringStatus.Scored, (await faults.WaitForScoresAsync(again.Id, Cancellation)).Status);
        using var image = await client.GetImageAsync(known, null, null, Cancellation);
        Assert.Equal(original, await image.Content.ReadAsByteArrayAsync(Cancellation));
        using var thumbnail = await client.GetImageAsync(known, 256, null, Cancellation);
        Assert.Equal((HttpStatusCode.OK, "image/webp"), (thumbnail.StatusCode, thumbnail.Content.Headers.ContentType!.MediaType));
        using var health = await faults.Running.Api.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
