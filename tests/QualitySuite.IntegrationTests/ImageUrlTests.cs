using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>Generations whose image the suite fetches.</summary>
public sealed class ImageUrlTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_behind_a_URL_is_stored_and_scored_like_an_uploaded_one()
    {
        var image = TestImages.Draw(910);
        var url = shared.Images.Serve(image);

        var accepted = await SubmitAsync(Generation(url));

        var scored = await shared.Running.WaitForScoresAsync(accepted.Id, Cancellation);
        Assert.Equal((ScoringStatus.Scored, Suite.ScoresOfAnImage), (scored.Status, scored.Scores.Count));
        Assert.Equal(
            (Convert.ToHexStringLower(SHA256.HashData(image)), "image/jpeg", image.Length, 256, 256),
            (scored.Image!.Sha256, scored.Image.ContentType, scored.Image.Bytes, scored.Image.Width, scored.Image.Height));
        using var bytes = await shared.Running.Client.GetImageAsync(accepted.Id, null, null, Cancellation);
        Assert.Equal(image, await bytes.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_retry_is_answered_as_before_without_another_fetch_whatever_its_URL_is_now()
    {
        var url = shared.Images.Serve(TestImages.Draw(911));
        var generation = Generation(url);

        var first = await SubmitAsync(generation);
        var again = await SubmitAsync(generation);
        var elsewhere = await SubmitAsync(generation with { ImageUrl = "https://elsewhere.test/" });

        Assert.Equal([first, first], [again, elsewhere]);
        Assert.Equal(1, shared.Images.RequestsOf(url));
        Assert.Equal((1, 1), await shared.Running.CountRowsAsync(first.Id, Cancellation));
        using var conflict = await PostAsync(generation with { App = "image-url-other" });
        Assert.Equal((HttpStatusCode.Conflict, 1), (conflict.StatusCode, shared.Images.RequestsOf(url)));
    }

    [Fact]
    public async Task Lines_of_a_batch_are_fetched_and_refused_each_by_itself()
    {
        var image = TestImages.Draw(912);
        string[] urls = [shared.Images.Serve(image), new Uri(shared.Images.Address, "missing").ToString(), "http://169.254.169.254/latest/meta-data/"];
        using var content = new StringContent(
            string.Join('\n', urls.Select(url => JsonSerializer.Serialize(Generation(url), QualityJson.Options))), Encoding.UTF8, "application/x-ndjson");
        using var response = await shared.Running.Api.PostAsync(new Uri("/v1/generations:batch", UriKind.Relative), content, Cancellation);

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal([201, 422, 400], answer.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData("text", "422 not_an_image imageUrl: The file does not start like any image format.")]
    [InlineData("redirect", "422 image_fetch_failed imageUrl: the server answered 302, a redirect, and none is followed; give the address that it leads to.")]
    [InlineData("missing", "422 image_fetch_failed imageUrl: the server answered 404; only 200 brings an image.")]
    [InlineData("large", "422 image_fetch_failed imageUrl: at most 33554432 bytes; this file has 33554433.")]
    public async Task What_is_no_image_is_refused_with_its_reason_and_stored_nowhere(string answer, string expected)
    {
        var url = shared.Images.Serve(response =>
        {
            switch (answer)
            {
                case "text":
                    return response.Body.WriteAsync("not an image"u8.ToArray()).AsTask();
                case "redirect":
                    response.Redirect("http://169.254.169.254/latest/meta-data/");
                    return Task.CompletedTask;
                case "large":
                    response.ContentLength = GenerationLimits.ImageBytes + 1;
                    return response.Body.FlushAsync();
                default:
                    response.StatusCode = 404;
                    return Task.CompletedTask;
            }
        });
        var generation = Generation(url);

        using var refused = await PostAsync(generation);

        using var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(expected, $"{(int)refused.StatusCode} {problem.RootElement.GetProperty("type").GetString()!.Split(':')[^1]} {problem.RootElement.GetProperty("detail").GetString()}");
        Assert.Equal((0, 0), await shared.Running.CountRowsAsync(Guid.Parse(generation.Id!), Cancellation));
    }

    [Theory]
    [InlineData("http://2130706433:{port}/")]
    [InlineData("http://0177.0.0.1:{port}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/")]
    [InlineData("http://user:secret@127.0.0.1:{port}/")]
    [InlineData("http://localhost:{port}/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:{port}/_GET")]
    [InlineData("ftp://127.0.0.1:{port}/")]
    [InlineData("a.png")]
    [InlineData("")]
    public async Task A_URL_that_leads_anywhere_but_to_an_allowed_host_is_a_wrong_field(string url)
    {
        var port = shared.Images.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var response = await PostAsync(Generation(url.Replace("{port}", port, StringComparison.Ordinal)));

        Assert.Equal(["imageUrl"], await WrongFieldsAsync(response));
    }

    [Fact]
    public async Task An_image_beside_a_URL_is_refused_and_nothing_is_fetched()
    {
        var url = shared.Images.Serve(TestImages.Draw(913));
        using var content = new MultipartFormDataContent { { JsonContent.Create(Generation(url), options: QualityJson.Options), "metadata" } };
        var part = new ByteArrayContent(TestImages.Draw(914));
        part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        content.Add(part, "image", "image");
        using var response = await shared.Running.Api.PostAsync(new Uri("/v1/generations", UriKind.Relative), content, Cancellation);

        Assert.Equal(["imageUrl"], await WrongFieldsAsync(response));
        Assert.Equal(0, shared.Images.RequestsOf(url));
    }

    private static GenerationSubmission Generation(string url) =>
        new() { Id = Guid.NewGuid().ToString(), App = "image-url", Prompt = "circles", Model = new ModelInfo("painter", "1"), ImageUrl = url };

    private Task<GenerationAccepted> SubmitAsync(GenerationSubmission generation) =>
        shared.Running.Client.SubmitGenerationAsync(generation, default, "", Cancellation);

    private Task<HttpResponseMessage> PostAsync(GenerationSubmission generation) =>
        shared.Running.Api.PostAsJsonAsync(new Uri("/v1/generations", UriKind.Relative), generation, QualityJson.Options, Cancellation);

    private static async Task<string[]> WrongFieldsAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return [.. problem.RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name)];
    }
}
