using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace QualitySuite.Reviewer.Pages;

/// <summary>The switches of the rail, where no script throws them.</summary>
public sealed class AppearanceModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public IActionResult OnPost(string? theme, string? rail, string? returnTo)
    {
        if (theme is "light" or "dark")
        {
            Appearance.Keep(Response, Appearance.ThemeCookie, theme);
        }

        if (rail is "open" or "collapsed")
        {
            Appearance.Keep(Response, Appearance.RailCookie, rail);
        }

        return LocalRedirect(Url.IsLocalUrl(returnTo) ? returnTo : "/");
    }
}
