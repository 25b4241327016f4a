using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace QualitySuite.ServiceDefaults;

/// <summary>Errors as RFC 9457 problem details. A type is <c>urn:qualitysuite:error:&lt;name&gt;</c>: clients switch on the name, so names never change.</summary>
public static class Problems
{
    /// <summary>What every type of ours begins with.</summary>
    public const string TypePrefix = "urn:qualitysuite:error:";

    /// <summary>400: the request as a whole makes no sense. For a field that is wrong see <see cref="Invalid(string, string)"/>.</summary>
    public static ProblemHttpResult BadRequest(string detail, string name = "bad_request") => Create(StatusCodes.Status400BadRequest, name, detail);

    /// <summary>401: no key, or one that is not known or was revoked.</summary>
    public static ProblemHttpResult Unauthenticated(string detail) => Create(StatusCodes.Status401Unauthorized, "unauthenticated", detail);

    /// <summary>403: the key is good but does not allow this.</summary>
    public static ProblemHttpResult Forbidden(string detail) => Create(StatusCodes.Status403Forbidden, "forbidden", detail);

    /// <summary>404: what the request names does not exist. Never for an outage.</summary>
    public static ProblemHttpResult NotFound(string detail, string name = "not_found") => Create(StatusCodes.Status404NotFound, name, detail);

    /// <summary>409: the state of what the request names does not allow it.</summary>
    public static ProblemHttpResult Conflict(string detail, string name = "conflict") => Create(StatusCodes.Status409Conflict, name, detail);

    /// <summary>413: larger than this service takes.</summary>
    public static ProblemHttpResult PayloadTooLarge(string detail) =>
        Create(StatusCodes.Status413PayloadTooLarge, "payload_too_large", detail);

    /// <summary>415: a content type that this route does not take.</summary>
    public static ProblemHttpResult UnsupportedMediaType(string detail) =>
        Create(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", detail);

    /// <summary>422: well formed, but what it holds cannot be used (an image that is none).</summary>
    public static ProblemHttpResult Unprocessable(string detail, string name = "unprocessable") =>
        Create(StatusCodes.Status422UnprocessableEntity, name, detail);

    /// <summary>429: too many calls.</summary>
    public static ProblemHttpResult TooManyRequests(string detail) => Create(StatusCodes.Status429TooManyRequests, "too_many_requests", detail);

    /// <summary>503: something that this service needs is out; the answer carries <c>Retry-After</c>.</summary>
    public static ProblemHttpResult Unavailable(string detail) => Create(StatusCodes.Status503ServiceUnavailable, "unavailable", detail);

    /// <summary>507: there is no room to store what the request brings; the answer carries <c>Retry-After</c>.</summary>
    public static ProblemHttpResult InsufficientStorage(string detail) => Create(StatusCodes.Status507InsufficientStorage, "storage_full", detail);

    /// <summary>400 with one wrong field.</summary>
    /// <param name="field">The field's path; each segment is turned to camelCase (<c>Model.Name</c> becomes <c>model.name</c>).</param>
    /// <param name="message">What is wrong with it, as a sentence.</param>
    public static ValidationProblem Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>400 with every wrong field and what is wrong with it; field paths are turned to camelCase.</summary>
    public static ValidationProblem Invalid(IEnumerable<KeyValuePair<string, string[]>> errors) => TypedResults.ValidationProblem(
        errors.ToDictionary(error => CamelCase(error.Key), error => error.Value),
        detail: "Some fields are not valid; 'errors' says which and why.",
        title: ErrorNames.Title(StatusCodes.Status400BadRequest),
        type: TypePrefix + "validation");

    /// <summary>Any other error. <paramref name="name"/> is snake_case and, once published, stays.</summary>
    public static ProblemHttpResult Create(int status, string name, string detail, IDictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(new ProblemDetails
        {
            Status = status,
            Type = TypePrefix + name,
            Title = ErrorNames.Title(status),
            Detail = detail,
            Extensions = extensions ?? new Dictionary<string, object?>(),
        });

    /// <summary>What an exception is answered with; for lines of a batch, which have no answer of their own.</summary>
    public static ProblemHttpResult Of(Exception exception) => ExceptionProblem.For(exception, isDevelopment: false);

    internal static string CamelCase(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
