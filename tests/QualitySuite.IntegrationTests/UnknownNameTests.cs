using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace QualitySuite.IntegrationTests;

/// <summary>A name that there is not is answered with those that there are, under its field; alone and as a line of a batch.</summary>
public sealed class UnknownNameTests(SharedSuite shared)
{
    private const string Reasons = "One of doesnt_match_prompt, contains_artifacts, anatomy, text_rendering, low_quality, offensive, other; ";
    private const string Types = "One of view, download, share, regenerate, edit, upscale, dismiss, dwell; ";
    private const string Id = "01890a5d-ac96-774b-bcce-b302099a8057";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("feedback", """{"generationId":"$","userKey":"u","kind":"report","reasons":["anatomy","six_fingers"]}""", "reasons", Reasons + "this string of 11 characters is none.")]
    [InlineData("feedback", """{"generationId":"$","userKey":"u","kind":"report","reasons":[3]}""", "reasons", Reasons + "this is no string.")]
    [InlineData("feedback", """{"generationId":"$","userKey":"u","kind":"like"}""", "kind", "One of thumb, stars, report; this string of 4 characters is none.")]
    [InlineData("events", """{"generationId":"$","userKey":"u","type":"Download"}""", "type", Types + "this string of 8 characters is none.")]
    [InlineData("events", """{"generationId":"$","userKey":"u","type":""}""", "type", Types + "this string is empty.")]
    [InlineData("generations", """{"parent":{"id":"$","relation":"copy"}}""", "parent.relation", "One of regeneration, edit, upscale, variation; this string of 4 characters is none.")]
    public async Task The_names_that_there_are_are_listed_under_the_field(string path, string json, string field, string message)
    {
        var body = json.Replace("$", Id, StringComparison.Ordinal);

        var problem = await PostAsync($"/v1/{path}", body, "application/json", HttpStatusCode.BadRequest);
        var line = (await PostAsync($"/v1/{path}:batch", body, "application/x-ndjson", HttpStatusCode.MultiStatus)).GetProperty("results")[0];

        foreach (var one in (JsonElement[])[problem, line.GetProperty("problem")])
        {
            Assert.Equal(400, one.GetProperty("status").GetInt32());
            Assert.Equal($$"""{"{{field}}":["{{message}}"]}""", one.GetProperty("errors").GetRawText());
            Assert.Equal($"The JSON's '{field}' has a name that there is not.", one.GetProperty("detail").GetString());
        }
    }

    private async Task<JsonElement> PostAsync(string path, string body, string type, HttpStatusCode status)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await shared.Running.Api.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        Assert.Equal(status, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.Clone();
    }
}
