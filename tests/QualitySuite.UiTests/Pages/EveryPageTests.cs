using System.Reflection;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class EveryPageTests(RunningSuite suite)
{
    private const int MostScriptAndStyleBytes = 100_000;

    private static readonly string Screenshots = Path.GetFullPath(
        typeof(EveryPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Screenshots").Value!);

    public static TheoryData<string> Pages { get; } = ["overview", "metric", "table", "generations", "generation", "pipeline"];

    public static TheoryData<string, int, ColorScheme> Looks { get; } = new MatrixTheoryData<string, int, ColorScheme>(
        ["overview", "metric", "table", "generations", "generation", "pipeline"], [1440, 390], [ColorScheme.Light, ColorScheme.Dark]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Nothing_is_wider_than_the_window_and_the_console_is_quiet(string page, int width, ColorScheme theme)
    {
        await using var window = await suite.OpenAsync(width, theme);
        await window.GoAsync(AddressOf(page));
        await SettleAsync(window.Page);

        Assert.Empty(await WiderThanTheWindowAsync(window.Page));
        window.ExpectNoComplaints();
        Directory.CreateDirectory(Screenshots);
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{page}-{width}-{theme.ToString().ToLowerInvariant()}.png") });
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Nothing_violates_WCAG_2_2_AA_as_far_as_axe_can_tell(string page, int width, ColorScheme theme)
    {
        await using var window = await suite.OpenAsync(width, theme);
        await window.GoAsync(AddressOf(page));
        await SettleAsync(window.Page);
        var result = await window.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });

        Assert.Empty(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}")));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Script_and_style_are_under_100_kB_compressed_and_have_content_hashes(string page)
    {
        await using var window = await suite.OpenAsync();
        var requests = new List<IRequest>();
        window.Page.RequestFinished += (_, request) =>
        {
            if (request.ResourceType is "script" or "stylesheet")
            {
                requests.Add(request);
            }
        };
        await window.GoAsync(AddressOf(page));
        await SettleAsync(window.Page);

        var bytes = 0;
        foreach (var request in requests)
        {
            bytes += (await request.SizesAsync()).ResponseBodySize;
        }

        Assert.InRange(bytes, 1, MostScriptAndStyleBytes);
        var linked = await window.Page.Locator("link[rel=stylesheet], script[src]").EvaluateAllAsync<string[]>("all => all.map(e => e.getAttribute('href') ?? e.getAttribute('src'))");
        Assert.All(linked, address => Assert.Matches(@"\.[a-z0-9]{10}\.(js|css)$", address));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_content_security_policy_lets_nothing_inline_run(string page)
    {
        await using var window = await suite.OpenAsync();
        var answer = (await window.Page.GotoAsync(AddressOf(page)))!;
        var policy = await answer.HeaderValueAsync("content-security-policy");

        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy!, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy!, StringComparison.Ordinal);
        await window.Page.EvaluateAsync("const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s);");
        Assert.False(await window.Page.EvaluateAsync<bool>("window.ran === true"), "an inline script ran");
    }

    [Fact]
    public async Task The_question_mark_opens_the_keys_and_Escape_closes_them()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/");
        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await window.Page.Keyboard.PressAsync("g");
        await window.Page.Keyboard.PressAsync("p");
        await window.ExpectAddressAsync("/pipeline");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dark_and_narrow_menu_are_kept_with_and_without_JavaScript(bool script)
    {
        await using var window = await suite.OpenAsync(script: script);
        await window.GoAsync("/pipeline");
        await window.Page.Locator("button[name=theme]").ClickAsync();
        await window.Page.Locator("button[name=rail]").ClickAsync();
        await window.GoAsync("/generations");

        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-rail", "collapsed");
    }

    private string AddressOf(string page) => page switch
    {
        "overview" => "/",
        "metric" => "/metrics/sharpness",
        "table" => "/metrics/sharpness?view=table",
        "generation" => "/generations/" + suite.Sample.Newest,
        _ => "/" + page,
    };

    /// <summary>What reaches beyond the right edge, if the page scrolls sideways at all.</summary>
    private static async Task<string[]> WiderThanTheWindowAsync(IPage page) => await page.EvaluateAsync<string[]>(
        """
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] : [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map(e => `${e.tagName}.${e.className} to ${e.getBoundingClientRect().right}`)
        """);

    /// <summary>Until the charts in view are drawn; a live page never stops loading.</summary>
    private static async Task SettleAsync(IPage page) => await page.WaitForFunctionAsync(
        "() => [...document.querySelectorAll('metric-chart')].every(c => !c.hasAttribute('aria-busy') || !c.checkVisibility() || c.getBoundingClientRect().top > innerHeight + 400)"
        + " && [...document.images].every(i => i.complete || i.loading === 'lazy')");
}
