using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace QualitySuite.ServiceDefaults;

/// <summary>Calls another service of the suite in the suite's own name, and passes on the person on whose behalf the call is made:
/// the acting user of the request being served, or whoever is signed in to it.</summary>
public sealed class InternalKeyHandler(IOptions<AuthenticationOptions> options, IHttpContextAccessor requests) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A retry comes through here again with the same message.
        request.Headers.Remove(ApiKeyHeaders.ApiKey);
        request.Headers.Remove(ApiKeyHeaders.ActingUser);
        request.Headers.Add(ApiKeyHeaders.ApiKey, options.Value.InternalKey);
        if (ActingUser() is { Length: > 0 } user)
        {
            request.Headers.Add(ApiKeyHeaders.ActingUser, Uri.EscapeDataString(user));
        }
        return base.SendAsync(request, cancellationToken);
    }

    private string? ActingUser()
    {
        if (requests.HttpContext is not { } context)
        {
            return null;
        }
        return context.Features.Get<ApiCaller>() is { } caller ? caller.ActingUser
            : context.User.Identity is { IsAuthenticated: true } person ? person.Name
            : null;
    }
}
