namespace QualitySuite.UiTests.Running;

/// <summary>The browser that is on this machine; none is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] UsualPlaces =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    /// <summary>Null: there is none.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } chosen ? chosen : UsualPlaces.FirstOrDefault(File.Exists);

    // As root, which build machines are, Chromium does not start with its sandbox; the pages are our own.
    public static string[] Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];
}
