using System.Net.Http.Json;
using QualitySuite.Client.Retries;
using QualitySuite.Contracts;

namespace QualitySuite.Client;

/// <summary>Reads what an API of the suite answers.</summary>
internal static class ApiAnswer
{
    /// <exception cref="QualityApiException">The answer is an error.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await ThrowOnErrorAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(QualityJson.Options, cancellationToken)
            ?? throw new HttpRequestException($"{response.RequestMessage?.RequestUri} answered JSON null.");
    }

    /// <exception cref="QualityApiException">The answer is an error.</exception>
    public static async Task ThrowOnErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        ApiProblem? problem = null;
        // Other JSON comes from whatever stands in between, and is no problem details.
        if (response.Content.Headers.ContentType?.MediaType is "application/problem+json")
        {
            problem = await response.Content.ReadFromJsonAsync<ApiProblem>(QualityJson.Options, cancellationToken);
        }

        throw new QualityApiException(response.StatusCode, problem, RetryAfter.Of(response));
    }
}
