using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts;

namespace QualitySuite.ServiceDefaults;

/// <summary>The problem that tells a client of an exception. (A client that went away is answered 499 by the framework, quietly.)</summary>
internal static class ExceptionProblem
{
    public static ProblemHttpResult For(Exception exception, bool isDevelopment) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => BadJson(json),
        BadHttpRequestException bad => Problems.Create(bad.StatusCode, ErrorNames.Of(bad.StatusCode), bad.Message),
        JsonException json => BadJson(json),
        _ when Outage.DependencyOf(exception) is { } dependency =>
            Problems.Unavailable($"{dependency} cannot be reached at the moment. Nothing is lost by trying again."),
        _ => Problems.Create(
            StatusCodes.Status500InternalServerError,
            "internal",
            "The service failed. Its log has the details under this traceId.",
            isDevelopment ? new Dictionary<string, object?> { ["exception"] = exception.ToString() } : null),
    };

    /// <summary>The serializer's message names our types, so it is said anew from where the error is.</summary>
    private static ProblemHttpResult BadJson(JsonException json)
    {
        var field = json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        if (field is not null && json is UnknownNameException unknown)
        {
            var named = ListOf(field);
            return InvalidJson($"The JSON's '{named}' has a name that there is not.", named, unknown.Message);
        }

        var place = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
        return field is null
            ? Problems.BadRequest($"The JSON is not well formed, or its root is not what this route takes{place}.", "invalid_json")
            : InvalidJson($"The JSON's '{field}' is missing something, malformed or of another type than this route takes{place}.", field, "Malformed or of the wrong type.");
    }

    private static ProblemHttpResult InvalidJson(string detail, string field, string error) => Problems.Create(
        StatusCodes.Status400BadRequest,
        "invalid_json",
        detail,
        new Dictionary<string, object?> { ["errors"] = new Dictionary<string, string[]> { [field] = [error] } });

    // What is wrong with a name in a list is an error of the list, as the rules have it.
    private static string ListOf(string field) => field.EndsWith(']') ? field[..field.LastIndexOf('[')] : field;
}
