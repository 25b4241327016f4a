using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace QualitySuite.IntegrationTests;

/// <summary>Multipart requests as other clients may build them. Whatever is refused leaves neither a row nor a file.</summary>
public sealed class MultipartTests(SharedSuite shared)
{
    // Each test sends an image of its own: one that is in the store already would hide that it stayed.
    private readonly byte[] _image = TestImages.Draw(Guid.NewGuid().GetHashCode(), 64, 64);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("image/jpeg", "application/json")]
    [InlineData("image/png", "text/plain")]
    [InlineData("application/octet-stream", "application/octet-stream")]
    [InlineData("text/plain", null)]
    [InlineData(null, null)]
    public async Task The_order_of_the_parts_and_what_they_call_themselves_do_not_matter(string? imageType, string? metadataType)
    {
        foreach (var imageFirst in (bool[])[true, false])
        {
            var id = Guid.NewGuid();
            HttpContent[] parts = [Part("image", _image, imageType), Part("metadata", Encoding.UTF8.GetBytes(Metadata(id)), metadataType)];
            using var response = await PostAsync(imageFirst ? parts : parts.Reverse());

            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            using var stored = await shared.Running.Client.GetImageAsync(id, null, null, Cancellation);
            Assert.Equal("image/jpeg", stored.Content.Headers.ContentType!.MediaType);
            Assert.Equal(_image, await stored.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Without_an_image_part_the_generation_is_recorded_and_not_scored()
    {
        var id = Guid.NewGuid();
        using var response = await PostAsync([Part("metadata", Encoding.UTF8.GetBytes(Metadata(id)), "application/json")]);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal((id, "not_scored"), (body.GetProperty("id").GetGuid(), body.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("no parts", 400, "invalid_multipart")]
    [InlineData("no metadata", 400, "invalid_multipart")]
    [InlineData("two images", 400, "invalid_multipart")]
    [InlineData("two metadata", 400, "invalid_multipart")]
    [InlineData("unknown part", 400, "invalid_multipart")]
    [InlineData("part without a name", 400, "invalid_multipart")]
    [InlineData("header too long", 400, "invalid_multipart")]
    [InlineData("metadata no json", 400, "invalid_json")]
    [InlineData("metadata empty", 400, "invalid_json")]
    [InlineData("metadata null", 400, "invalid_json")]
    [InlineData("metadata too long", 413, "payload_too_large")]
    [InlineData("image empty", 422, "not_an_image")]
    [InlineData("image too long", 413, "payload_too_large")]
    [InlineData("app missing", 400, "validation")]
    public async Task A_wrong_multipart_body_is_refused_with_its_reason_and_leaves_nothing(string body, int status, string error)
    {
        var id = Guid.NewGuid();
        using var response = await AssertNothingStaysAsync(id, () => PostAsync(WrongBody(body, id)));

        await AssertProblemAsync(response, status, error);
    }

    [Theory]
    [InlineData("""  "tags":{%17%}  """, "tags")]
    [InlineData("""  "tags":{%5000%}  """, "tags")]
    [InlineData("""  "tags":{"":"v"}  """, "tags (key)")]
    [InlineData("""  "tags":{"%long key%":"v"}  """, "tags (key)")]
    [InlineData("""  "tags":{"k":"%long value%"}  """, "tags.k")]
    [InlineData("""  "tags":{"k":"a\u0000b"}  """, "tags.k")]
    [InlineData("""  "tags":{"a\u0000b":"v"}  """, "tags (key)")]
    [InlineData("""  "assignments":[{"variant":"v"}]  """, "assignments[0].experiment")]
    [InlineData("""  "assignments":[{"experiment":"e"}]  """, "assignments[0].variant")]
    [InlineData("""  "parent":{"id":"01890a5d-ac96-774b-bcce-b302099a8057"}  """, "parent.relation")]
    [InlineData("""  "sampler":{"name":"s","steps":-1}  """, "sampler.steps")]
    [InlineData("""  "sampler":{"name":"s","guidance":1e6}  """, "sampler.guidance")]
    public async Task A_value_beyond_its_limit_is_named_and_leaves_nothing(string field, string named)
    {
        var id = Guid.NewGuid();
        var metadata = Metadata(id, field.Trim()
            .Replace("%17%", Tags(17), StringComparison.Ordinal)
            .Replace("%5000%", Tags(5_000), StringComparison.Ordinal)
            .Replace("%long key%", new string('k', 65), StringComparison.Ordinal)
            .Replace("%long value%", new string('v', 257), StringComparison.Ordinal));
        using var response = await AssertNothingStaysAsync(id, () => PostAsync(metadata));

        var problem = await AssertProblemAsync(response, 400, "validation");
        Assert.Equal(named, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData(""" "model":"m" """)]
    [InlineData(""" "model":[] """)]
    [InlineData(""" "model":{"name":1,"version":"1"} """)]
    [InlineData(""" "sampler":7 """)]
    [InlineData(""" "sampler":{"steps":"20"} """)]
    [InlineData(""" "sampler":{"steps":1.5} """)]
    [InlineData(""" "tags":[] """)]
    [InlineData(""" "tags":{"a":1} """)]
    [InlineData(""" "tags":{"a":null} """)]
    [InlineData(""" "tags":{"a":{}} """)]
    [InlineData(""" "tags":{"\ud800":"half a pair"} """)]
    [InlineData(""" "assignments":{} """)]
    [InlineData(""" "assignments":["e"] """)]
    [InlineData(""" "assignments":[null] """)]
    [InlineData(""" "parent":"x" """)]
    [InlineData(""" "parent":{"id":"01890a5d-ac96-774b-bcce-b302099a8057","relation":7} """)]
    [InlineData(""" "outcome":0 """)]
    [InlineData(""" "seed":9223372036854775808 """)]
    [InlineData(""" "width":"1" """)]
    [InlineData(""" "createdAt":"0001-01-01T00:00:00+14:00" """)]
    [InlineData(""" "createdAt":"9999-12-31T23:59:59-14:00" """)]
    [InlineData(""" "extra":%deep% """)]
    public async Task A_value_of_the_wrong_kind_is_a_400_and_leaves_nothing(string field)
    {
        var id = Guid.NewGuid();
        var deep = new string('[', 200) + new string(']', 200);
        using var response = await AssertNothingStaysAsync(id, () => PostAsync(Metadata(id, field.Trim().Replace("%deep%", deep, StringComparison.Ordinal))));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Values_at_their_limits_are_accepted_and_come_back()
    {
        var id = Guid.NewGuid();
        var tags = string.Join(',', Enumerable.Range(0, 16).Select(i => $"\"{i:D2}{new string('k', 62)}\":\"{new string('é', 256)}\""));
        using var response = await PostAsync(Metadata(id, $"\"tags\":{{{tags}}}"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var stored = await shared.Running.Client.GetGenerationAsync(id, Cancellation);
        Assert.Equal(16, stored.Tags.Count);
        Assert.All(stored.Tags, tag => Assert.Equal((64, new string('é', 256)), (tag.Key.Length, tag.Value)));
    }

    private HttpContent[] WrongBody(string body, Guid id)
    {
        var metadata = Encoding.UTF8.GetBytes(Metadata(id));
        return body switch
        {
            "no parts" => [],
            "no metadata" => [Part("image", _image)],
            "two images" => [Part("metadata", metadata), Part("image", _image), Part("image", _image)],
            "two metadata" => [Part("image", _image), Part("metadata", metadata), Part("metadata", metadata)],
            "unknown part" => [Part("metadata", metadata), Part("image", _image), Part("mask", _image)],
            "part without a name" => [Part("metadata", metadata), Part("image", _image), new ByteArrayContent(_image)],
            "header too long" => [Part("metadata", metadata), Part("image", _image, fileName: new string('f', 40_000))],
            "metadata no json" => [Part("image", _image), Part("metadata", "{"u8.ToArray())],
            "metadata empty" => [Part("image", _image), Part("metadata", [])],
            "metadata null" => [Part("image", _image), Part("metadata", "null"u8.ToArray())],
            "metadata too long" => [Part("image", _image), Part("metadata", [.. metadata, .. Enumerable.Repeat((byte)' ', 256 * 1024)])],
            "image empty" => [Part("metadata", metadata), Part("image", [])],
            "image too long" => [Part("metadata", metadata), Part("image", new byte[(32 * 1024 * 1024) + 1])],
            "app missing" => [Part("image", _image), Part("metadata", Encoding.UTF8.GetBytes($$$"""{"id":"{{{id}}}","prompt":"p","model":{"name":"m","version":"1"}}"""))],
            _ => throw new ArgumentOutOfRangeException(nameof(body)),
        };
    }

    private static string Metadata(Guid id, string? field = null)
    {
        var more = field is null ? "" : "," + field;
        return $$"""{"id":"{{id}}","app":"multipart","prompt":"p","model":{"name":"m","version":"1"}{{more}}}""";
    }

    private static string Tags(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"t{i}\":\"v\"")));

    private static ByteArrayContent Part(string name, byte[] bytes, string? type = null, string? fileName = null)
    {
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        if (name == "image")
        {
            part.Headers.ContentDisposition.FileName = $"\"{fileName ?? "image"}\"";
        }

        part.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        return part;
    }

    private Task<HttpResponseMessage> PostAsync(string metadata) => PostAsync([Part("image", _image), Part("metadata", Encoding.UTF8.GetBytes(metadata), "application/json")]);

    private async Task<HttpResponseMessage> PostAsync(IEnumerable<HttpContent> parts)
    {
        using var content = new MultipartFormDataContent();
        foreach (var part in parts)
        {
            content.Add(part);
        }

        return await shared.Running.Api.PostAsync(new Uri("/v1/generations", UriKind.Relative), content, Cancellation);
    }

    private async Task<HttpResponseMessage> AssertNothingStaysAsync(Guid id, Func<Task<HttpResponseMessage>> post)
    {
        var images = shared.Running.ImageFiles();
        var response = await post();

        Assert.Equal((0, 0), await shared.Running.CountRowsAsync(id, Cancellation));
        Assert.Equal(images.Order(), shared.Running.ImageFiles().Order());
        return response;
    }

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage response, int status, string error)
    {
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {body}");
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal("urn:qualitysuite:error:" + error, problem.GetProperty("type").GetString());
        return problem;
    }
}
