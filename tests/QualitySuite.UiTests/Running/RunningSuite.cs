using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using QualitySuite.Client;

namespace QualitySuite.UiTests.Running;

/// <summary>The suite, started through its AppHost with throw-away data and a <see cref="Sample"/> in it, and a browser. What is missing on
/// this machine skips the tests, and fails them where CI=true.</summary>
public sealed class RunningSuite : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private DistributedApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HttpClient? _http;
    private string? _missing;

    internal Sample Sample { get; private set; } = null!;

    internal QualityClient Client { get; private set; } = null!;

    public Uri Reviewer { get; private set; } = null!;

    public Uri FeedbackApi { get; private set; } = null!;

    /// <summary>This machine lacks what the tests need, and they are skipped.</summary>
    public bool IsMissing => _missing is not null;

    public DistributedApplication App => _app!;

    public async ValueTask InitializeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(StartTimeout);
        if (Chromium.Path is null)
        {
            Lack("No Chromium was found: install the package 'chromium', or set CHROMIUM_PATH.");
            return;
        }

        try
        {
            await StartAsync(limit.Token);
        }
        catch (DistributedApplicationException exception)
        {
            Lack(exception.Message);
            return;
        }

        Sample = await Sample.SendAsync(Client, limit.Token);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
    }

    /// <summary>A fresh browser window.</summary>
    internal async Task<Window> OpenAsync(int width = 1440, ColorScheme theme = ColorScheme.Light, bool script = true)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Reviewer.ToString(),
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
            ColorScheme = theme,
            HasTouch = width < 600,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return new Window(context, await context.NewPageAsync(), script);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _http?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.QualitySuite_AppHost>(["--no-demo"], cancellationToken);
        _app = await builder.BuildAsync(cancellationToken);
        await _app.StartAsync(cancellationToken);
        foreach (var service in (string[])["feedback-api", "scoring-worker", "monitor", "reviewer"])
        {
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(service, cancellationToken);
        }

        Reviewer = _app.GetEndpoint("reviewer");
        FeedbackApi = _app.GetEndpoint("feedback-api");
        _http = _app.CreateHttpClient("feedback-api");
        _http.DefaultRequestHeaders.Add("X-Api-Key", builder.Configuration["Parameters:development-api-key"]);
        Client = new QualityClient(_http);
    }

    private void Lack(string what) =>
        _missing = Environment.GetEnvironmentVariable("CI") == "true" ? throw new InvalidOperationException(what) : what;
}

/// <summary>The tests of pages share one running suite, and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class PagesCollection : ICollectionFixture<RunningSuite>
{
    public const string Name = "pages";
}
