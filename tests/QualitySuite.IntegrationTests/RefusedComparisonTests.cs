using System.Net;
using System.Text.Json;

namespace QualitySuite.IntegrationTests;

public sealed class RefusedComparisonTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a=modelVersion:1&b=modelVersion:2", "metric", "Required: the id of a metric of GET /v1/metrics, such as sharpness; it is missing.")]
    [InlineData("metric=nothing&a=modelVersion:1&b=modelVersion:2", "metric", "Required: the id of a metric of GET /v1/metrics, such as sharpness; this string is none.")]
    [InlineData("metric=mmd&a=modelVersion:1&b=modelVersion:2", "metric", "mmd is one number for the images of a whole UTC day; no image has a value of its own by which two groups could be compared. GET /v1/metrics/timeseries has it by app and model version.")]
    [InlineData("metric=contrast&b=modelVersion:2", "a", "Required: dimension:value, such as modelVersion:v1, the dimension being one of app, modelName, modelVersion, sampler, safetyFilter, outcome; it is missing.")]
    [InlineData("metric=contrast&a=modelVersion:1&b=version:2", "b", "Required: dimension:value, such as modelVersion:v1, the dimension being one of app, modelName, modelVersion, sampler, safetyFilter, outcome; this string does not begin so.")]
    [InlineData("metric=contrast&a=sampler:1,sampler:3&b=sampler:2", "a", "One value of each dimension; this string has several of sampler.")]
    [InlineData("metric=contrast&a=outcome:splendid&b=outcome:failed", "a", "An outcome is one of succeeded, failed, blocked; this string has another.")]
    [InlineData("metric=contrast&a=sampler:%00&b=sampler:2", "a", "The character U+0000 cannot be stored; this string has one.")]
    [InlineData("metric=contrast&a=app:x&b=modelVersion:2", "b", "Must differ from a in the value of a dimension that both name, so that no generation is in both groups; this one does not.")]
    [InlineData("metric=contrast&a=app:x&b=app:x", "b", "Must differ from a in the value of a dimension that both name, so that no generation is in both groups; this one does not.")]
    [InlineData("metric=contrast&a=app:x&b=app:y&app=x", "b", "Only generations of one app are compared here, by app= or the API key; this group is of another.")]
    [InlineData("metric=contrast&a=sampler:1&b=sampler:2&from=yesterday", "from", "A time as in RFC 3339, such as 2026-01-31T12:00:00Z; this string is none.")]
    [InlineData("metric=contrast&a=sampler:1&b=sampler:2&from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z", "from", "Must be before to; this range is empty.")]
    [InlineData("metric=contrast&a=sampler:1&b=sampler:2&from=2024-02-01T00:00:00Z&to=2026-02-01T00:00:00Z", "from", "At most 366 days before to; this range is longer.")]
    [InlineData("metric=contrast&a=sampler:1&b=sampler:2&to=0001-01-01T00:00:00Z", "from", "Must be before to; this range is empty.")]
    [InlineData("metric=contrast&a=sampler:1&b=sampler:2&scorer=nobody", "scorer", "The identity of a scorer of contrast, as GET /v1/metrics lists them; this string is none.")]
    public async Task What_cannot_be_compared_is_refused_with_the_reason(string query, string field, string message)
    {
        using var response = await shared.Running.Api.GetAsync(new Uri("/v1/metrics/compare?" + query, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("urn:qualitysuite:error:validation", problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(message, problem.RootElement.GetProperty("errors").GetProperty(field)[0].GetString());
    }
}
