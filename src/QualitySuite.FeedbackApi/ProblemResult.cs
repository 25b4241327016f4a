using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace QualitySuite.FeedbackApi;

/// <summary>Problem details of any kind, where a handler answers with more than one of them.</summary>
internal sealed class ProblemResult(IResult problem) : IResult, IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        // Routes declare their own error statuses; without this the document would call it a 200.
    }

    public Task ExecuteAsync(HttpContext httpContext) => problem.ExecuteAsync(httpContext);
}
