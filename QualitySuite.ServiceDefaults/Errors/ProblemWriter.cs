using System.Diagnostics;
using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;

namespace QualitySuite.ServiceDefaults;

/// <summary>Writes every error of a service, whoever made it: gives it our type where it has none, the trace's id, and <c>Retry-After</c> on 503 and 507.
/// Unlike the framework's it does not ask what the client accepts: who asked for an image still gets to read why there is none.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    /// <summary>A restarting database or Redis is back in about this time.</summary>
    private static readonly TimeSpan AfterOutage = TimeSpan.FromSeconds(5);

    /// <summary>Room is made by people.</summary>
    private static readonly TimeSpan AfterFullStorage = TimeSpan.FromMinutes(1);

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var response = context.HttpContext.Response;
        var status = problem.Status ??= response.StatusCode;
        response.StatusCode = status;
        if (problem.Type?.StartsWith(Problems.TypePrefix, StringComparison.Ordinal) is not true)
        {
            problem.Type = Problems.TypePrefix + ErrorNames.Of(status);
            problem.Title = ErrorNames.Title(status);
        }
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        if (RetryAfter(status) is { } wait && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }
        response.Headers.CacheControl = "no-store";
        await response.WriteAsJsonAsync(
            problem, problem.GetType(), options: null, MediaTypeNames.Application.ProblemJson, context.HttpContext.RequestAborted);
    }

    private static TimeSpan? RetryAfter(int status) => status switch
    {
        StatusCodes.Status503ServiceUnavailable => AfterOutage,
        StatusCodes.Status507InsufficientStorage => AfterFullStorage,
        _ => null,
    };
}
