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

    /// <summary>Sum of the layout shift scores; what web.dev calls good ends at 0.1.</summary>
    private const double MostLayoutShift = 0.02;

    private static readonly string Screenshots = Path.GetFullPath(
        typeof(EveryPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Screenshots").Value!);

    public static TheoryData<string> Pages { get; } = ["overview", "metric", "table", "generations", "generation", "pipeline", "compare"];

    public static TheoryData<string, int, ColorScheme> Looks { get; } = new MatrixTheoryData<string, int, ColorScheme>(
        ["overview", "metric", "table", "generations", "generation", "pipeline", "compare"], [1440, 390], [ColorScheme.Light, ColorScheme.Dark]);

    public static TheoryData<string, int> Widths { get; } = new MatrixTheoryData<string, int>(
        ["overview", "metric", "table", "generations", "generation", "pipeline", "compare"], [1440, 390]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Nothing_is_wider_than_the_window_and_the_console_is_quiet(string page, int width, ColorScheme theme)
    {
        await using var window = await suite.OpenAsync(width, theme);
        await window.GoAsync(AddressOf(page));
        await SettleAsync(window.Page);

        Assert.Empty(await WiderThanTheWindowAsync(window.Page));
        window.ExpectNoComplaints();
        await TakePictureAsync(window.Page, $"{page}-{width}-{theme}");
    }

    // Each width and each theme once: axe takes seconds a page, and what depends on both together is rare.
    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Nothing_violates_WCAG_2_2_AA_as_far_as_axe_can_tell(string page, int width)
    {
        await using var window = await suite.OpenAsync(width, width == 390 ? ColorScheme.Light : ColorScheme.Dark);
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

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Nothing_jumps_while_a_page_loads(string page, int width)
    {
        await using var window = await suite.OpenAsync(width);
        await window.GoAsync(AddressOf(page));
        await SettleAsync(window.Page);
        var shifts = await window.Page.EvaluateAsync<Shift[]>(
            """
            () => new Promise(resolve => {
              const name = node => node?.nodeType === 1 ? `${node.tagName}.${node.className}` : node?.textContent?.trim();
              new PerformanceObserver((list, observer) => { observer.disconnect(); clearTimeout(none); resolve(
                list.getEntries().map(e => ({ score: e.value, what: e.sources.map(s => name(s.node)).join(', ') }))); })
                .observe({ type: 'layout-shift', buffered: true });
              const none = setTimeout(() => resolve([]), 200);
            })
            """);

        Assert.True(shifts.Sum(s => s.Score) < MostLayoutShift, string.Join("; ", shifts.Select(s => $"{s.Score:0.0000} {s.What}")));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Tab_reaches_every_control_and_shows_where_it_is(string page)
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync(AddressOf(page));
        await SettleAsync(window.Page);
        var controls = await window.Page.EvaluateAsync<int>(
            """
            () => {
              const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
                .filter(e => e.type !== 'hidden' && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
              all.forEach(e => e.dataset.walk = 'waiting');
              return all.length;
            }
            """);
        for (var i = 0; i < controls + 20; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            await window.Page.EvaluateAsync(
                "() => { const e = document.activeElement; if (e.dataset.walk) e.dataset.walk = getComputedStyle(e).outlineStyle === 'none' ? 'unseen' : 'reached'; }");
        }

        var missed = await window.Page.Locator("[data-walk=waiting], [data-walk=unseen]").EvaluateAllAsync<string[]>("all => all.map(e => `${e.dataset.walk}: ${e.outerHTML.slice(0, 120)}`)");
        Assert.Empty(missed);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_one_heading_and_its_parts_have_names(string page)
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync(AddressOf(page));

        await Expect(window.Page.Locator("h1")).ToHaveCountAsync(1);
        await Expect(window.Page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
        var names = await window.Page.Locator("nav, aside").EvaluateAllAsync<string[]>("all => all.map(e => e.getAttribute('aria-label') ?? '')");
        Assert.DoesNotContain("", names);
        Assert.Distinct(names);
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

    [Fact]
    public async Task Keys_of_one_character_can_be_turned_off_and_stay_off()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/");
        await window.Page.Keyboard.PressAsync("?");
        await window.Page.GetByLabel("Keys of one character work").UncheckAsync();
        await window.GoAsync("/generations");
        await window.Page.Keyboard.PressAsync("?");
        await window.Page.Keyboard.PressAsync("/");
        await Expect(window.Page.Locator("#prompt")).Not.ToBeFocusedAsync();
        await Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await window.Page.Locator("[data-keys]").ClickAsync();
        await window.Page.GetByLabel("Keys of one character work").CheckAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Keyboard.PressAsync("/");

        await Expect(window.Page.Locator("#prompt")).ToBeFocusedAsync();
    }

    /// <summary>Else a page of a foreign name that resolves to this machine could read everything.</summary>
    [Fact]
    public async Task A_foreign_host_name_is_refused()
    {
        await using var window = await suite.OpenAsync();
        var answer = await window.Page.APIRequest.GetAsync("/", new() { Headers = new Dictionary<string, string> { ["Host"] = "rebound.example" } });

        Assert.Equal(400, answer.Status);
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

    /// <summary>For people to look at.</summary>
    internal static async Task TakePictureAsync(IPage page, string name, bool fullPage = false)
    {
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name.ToLowerInvariant() + ".png"), FullPage = fullPage });
    }

    private string AddressOf(string page) => page switch
    {
        "overview" => "/",
        "metric" => "/metrics/sharpness",
        "table" => "/metrics/sharpness?view=table",
        "generation" => "/generations/" + suite.Sample.Newest,
        "compare" => $"/compare?a=modelVersion:{Sample.OldVersion}&b=modelVersion:{Sample.NewVersion}",
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

    private sealed record Shift
    {
        public double Score { get; set; }

        public string What { get; set; } = "";
    }
}
