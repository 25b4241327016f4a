using System.Net;

namespace QualitySuite.Client;

/// <summary>The API answered with an error.</summary>
public sealed class QualityApiException : HttpRequestException
{
    internal QualityApiException(HttpStatusCode status, ApiProblem? problem, TimeSpan? retryAfter)
        : base(Describe(status, problem), inner: null, status) =>
        (Problem, RetryAfter) = (problem, retryAfter);

    /// <summary>The problem details of the answer; null when it had none.</summary>
    public ApiProblem? Problem { get; }

    /// <summary>How long the server asks to wait before another try; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    private static string Describe(HttpStatusCode status, ApiProblem? problem)
    {
        var text = $"{(int)status} {problem?.Title ?? status.ToString()}";
        if (!string.IsNullOrEmpty(problem?.Detail))
        {
            text += ": " + problem.Detail;
        }

        return problem?.Errors is { Count: > 0 } errors
            ? text + " " + string.Join(" ", errors.Select(e => $"{e.Key}: {string.Join(" ", e.Value)}"))
            : text;
    }
}

/// <summary>RFC 9457 problem details, with the stable type <c>urn:qualitysuite:error:name</c> and, for validation, errors by field.</summary>
public sealed record ApiProblem(string? Type, string? Title, int? Status, string? Detail, IReadOnlyDictionary<string, string[]>? Errors);
