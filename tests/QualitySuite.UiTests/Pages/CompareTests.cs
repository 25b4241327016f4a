using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using QualitySuite.Client;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class CompareTests(RunningSuite suite)
{
    private const string Versions = "/compare?a=modelVersion:" + Sample.OldVersion + "&b=modelVersion:" + Sample.NewVersion;

    [Fact]
    public async Task All_metrics_are_listed_as_the_API_orders_them_and_the_clearest_is_shown_large()
    {
        var found = await FindAsync();
        string[] compared = [.. found.Items.Where(c => c.Difference.P is not null).Select(c => c.Metric)];
        await using var window = await suite.OpenAsync();
        await window.GoAsync(Versions);
        var rows = window.Page.Locator(".comparison tbody tr");

        Assert.Equal(compared, await rows.EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.metric)"));
        await Expect(rows.First).ToHaveAttributeAsync("aria-current", "true");
        await Expect(rows.First.Locator("svg.interval")).ToBeVisibleAsync();
        await Expect(rows.First.Locator(".group").First).ToContainTextAsync($"n {found.Items[0].A.N}");
        await Expect(window.Page.Locator("#shown-metric")).ToContainTextAsync(await rows.First.Locator("th a").InnerTextAsync());
        await Expect(window.Page.Locator(".histogram svg path")).ToHaveCountAsync(2);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_row_shows_its_metric_with_means_difference_p_and_a_sentence()
    {
        var contrast = (await FindAsync()).Items.Single(c => c.Metric == "contrast");
        await using var window = await suite.OpenAsync();
        await window.GoAsync(Versions);
        await window.Page.Locator("[data-metric=contrast] th a").ClickAsync();
        await window.ExpectAddressAsync("metric=contrast");
        var shown = window.Page.Locator(".compared");

        await Expect(shown.GetByRole(AriaRole.Heading)).ToContainTextAsync("Contrast");
        await Expect(shown.Locator("tbody tr", new() { HasText = Sample.OldVersion })).ToContainTextAsync(contrast.A.N.ToString(CultureInfo.InvariantCulture));
        await Expect(shown.Locator("tbody tr", new() { HasText = "Difference" })).ToContainTextAsync(contrast.Difference.Value > 0 ? "+0." : "\u22120.");
        await Expect(shown).ToContainTextAsync(new Regex("p [=<] .*adjusted for [0-9]+ metrics"));
        await Expect(shown.Locator(".sentence")).ToContainTextAsync(new Regex("neither way is better|No difference seen|May be chance"));
        await Expect(window.Page.Locator("[data-metric=contrast]")).ToHaveAttributeAsync("aria-current", "true");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_share_of_few_says_how_many_it_takes_and_is_drawn_as_bars()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync(Versions + "&metric=report_rate");

        await Expect(window.Page.Locator(".sentence")).ToContainTextAsync("Cannot say yet. It takes 30 values of each; painter-1 has ");
        await Expect(window.Page.Locator(".shares svg")).ToHaveCountAsync(2);
        await Expect(window.Page.Locator(".shares")).ToContainTextAsync("0 of ");
        await Expect(window.Page.Locator("#not-compared")).ToContainTextAsync("Reports");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Without_a_choice_the_newest_version_is_compared_with_the_one_before_and_they_can_be_swapped()
    {
        var history = (await suite.Client.GetFacetsAsync(app: null, TestContext.Current.CancellationToken)).VersionHistory;
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/compare");
        await Expect(window.Page.GetByLabel("Baseline")).ToHaveValueAsync("modelVersion:" + history[^2]);
        await Expect(window.Page.GetByLabel("Candidate")).ToHaveValueAsync("modelVersion:" + history[^1]);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Swap" }).ClickAsync();
        await window.ExpectAddressAsync("a=modelVersion");

        await Expect(window.Page.GetByLabel("Baseline")).ToHaveValueAsync("modelVersion:" + history[^1]);
        await Expect(window.Page.GetByLabel("Candidate")).ToHaveValueAsync("modelVersion:" + history[^2]);
    }

    [Fact]
    public async Task Another_dimension_brings_its_own_values_and_the_app_of_the_top_bar_does_not_hide_other_apps()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync(Versions + "&app=studio");
        await window.Page.GetByLabel("Compare by").SelectOptionAsync("app");
        await window.ExpectAddressAsync("by=app");

        Assert.Subset(
            (await window.Page.GetByLabel("Baseline").Locator("option").AllInnerTextsAsync()).ToHashSet(), new HashSet<string> { "studio", "mobile" });
        await window.GoAsync("/compare?by=app&app=studio&a=app:studio&b=app:mobile");
        await Expect(window.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("the app chosen above does not matter here");
        await Expect(window.Page.Locator("[data-metric=sharpness]")).ToHaveCountAsync(1);
        window.ExpectNoComplaints();
    }

    [Theory]
    [InlineData("/compare?by=safetyFilter", "Nothing to compare with")]
    [InlineData("/compare?a=modelVersion:x&b=modelVersion:x", "Baseline and candidate are the same")]
    [InlineData("/compare?a=modelVersion:x&b=modelVersion:y", "Too few values in this range")]
    public async Task What_cannot_be_compared_says_why(string address, string text)
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync(address);

        await Expect(window.Page.Locator("main")).ToContainTextAsync(text);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Overview_and_metric_page_lead_here_and_so_do_keys()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/contrast?range=30d");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Compare versions" }).ClickAsync();
        await window.ExpectAddressAsync("/compare?range=30d&metric=contrast");
        await Expect(window.Page.Locator("#shown-metric")).ToContainTextAsync("Contrast");
        await window.GoAsync("/");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Compare versions" })).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("g");
        await window.Page.Keyboard.PressAsync("c");
        await window.ExpectAddressAsync("/compare");
        await window.GoAsync("/metrics/mmd");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Compare versions" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task It_works_without_JavaScript()
    {
        await using var window = await suite.OpenAsync(script: false);
        await window.GoAsync(Versions);
        await window.Page.GetByLabel("Baseline").SelectOptionAsync("modelVersion:" + Sample.NewVersion);
        await window.Page.GetByLabel("Candidate").SelectOptionAsync("modelVersion:" + Sample.OldVersion);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await window.ExpectAddressAsync("b=modelVersion%3A" + Sample.OldVersion);

        await Expect(window.Page.Locator(".comparison thead .group").First).ToContainTextAsync(Sample.NewVersion);
    }

    private Task<Contracts.Metrics.MetricComparisons> FindAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        return suite.Client.CompareAllAsync(
            new ComparisonQuery("modelVersion:" + Sample.OldVersion, "modelVersion:" + Sample.NewVersion) { From = now.AddDays(-14), To = now }, TestContext.Current.CancellationToken);
    }
}
