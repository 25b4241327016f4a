namespace QualitySuite.Reviewer.Pages;

/// <summary>How a person wants the pages to look, kept in cookies so that the first paint is right.</summary>
internal static class Appearance
{
    public const string ThemeCookie = "theme";
    public const string RailCookie = "rail";
    public const string ShortcutsCookie = "shortcuts";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary><c>light</c> or <c>dark</c>; null: as the system has it.</summary>
    public static string? Theme(HttpRequest request) => request.Cookies[ThemeCookie] is "light" or "dark" ? request.Cookies[ThemeCookie] : null;

    public static bool RailIsCollapsed(HttpRequest request) => request.Cookies[RailCookie] == "collapsed";

    /// <summary>Keys of one character do nothing, for those who speak to their machine or hit keys by accident (WCAG 2.1.4). The script sets it.</summary>
    public static bool ShortcutsAreOff(HttpRequest request) => request.Cookies[ShortcutsCookie] == "off";

    /// <summary>The script sets the same cookies, so they are open to it; they hold nothing but a preference.</summary>
    public static void Keep(HttpResponse response, string cookie, string value) =>
        response.Cookies.Append(cookie, value, new CookieOptions { MaxAge = Kept, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
}
