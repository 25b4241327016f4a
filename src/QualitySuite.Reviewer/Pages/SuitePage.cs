using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualitySuite.Client;
using QualitySuite.Reviewer.Hosting;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages;

/// <summary>What every page has: its scope, the lists of the top bar, and one way of saying that the API does not answer.</summary>
public abstract class SuitePage(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger logger) : PageModel
{
    private ViewScope? _scope;

    internal ViewScope Scope => _scope ??= ViewScope.Read(Request.Query, Now);

    /// <summary>When the request came: one time for all of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>The apps that there are; empty while the API does not answer.</summary>
    public IReadOnlyList<string> Apps { get; private set; } = [];

    /// <summary>The API did not answer: the page says so and offers to try again.</summary>
    public bool Outage { get; private set; }

    /// <summary>The API refused the page's filters, in its words; null: it did not.</summary>
    public string? Refused { get; private set; }

    /// <summary>Everything was loaded.</summary>
    public bool Loaded => !Outage && Refused is null;

    protected QualityClient Api => api;

    protected KnownDimensions Known => known;

    /// <summary>Loads the top bar's lists and the page's own data; an outage and a refusal become states of the page.</summary>
    protected async Task<IActionResult> ShowAsync(Func<CancellationToken, Task> load, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(load);
        try
        {
            await Task.WhenAll(LoadAppsAsync(cancellationToken), load(cancellationToken));
            return Page();
        }
        catch (Exception exception) when (ApiOutage.Is(exception))
        {
            Log.ApiUnavailable(logger, Request.Path, exception);
            Outage = true;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Page();
        }
        catch (QualityApiException missing) when (missing.StatusCode is HttpStatusCode.NotFound)
        {
            return NotFound();
        }
        catch (QualityApiException refused)
        {
            Refused = refused.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }

    private async Task LoadAppsAsync(CancellationToken cancellationToken) => Apps = (await known.GetAsync(cancellationToken)).Apps;
}
