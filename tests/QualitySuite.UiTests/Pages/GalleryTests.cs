using Microsoft.Playwright;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class GalleryTests(RunningSuite suite)
{
    [Fact]
    public async Task Choosing_a_version_narrows_the_gallery_in_place_and_in_the_address()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations");
        await window.Page.GetByLabel("Model version").SelectOptionAsync(Sample.OldVersion);
        await window.ExpectAddressAsync("version=" + Sample.OldVersion);

        await Expect(window.Page.Locator(".tile")).ToHaveCountAsync(Sample.OldImages + 1);
        Assert.DoesNotContain("outcome=", window.Page.Url, StringComparison.Ordinal);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Typing_words_of_a_prompt_finds_it()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations");
        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("zebra");

        await Expect(window.Page.Locator(".tile")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".tile")).ToHaveAttributeAsync("data-id", suite.Sample.Hostile.ToString());
    }

    [Fact]
    public async Task Ordering_by_a_score_shows_it_ascending()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations?metric=sharpness&order=metric_asc");
        var expected = await suite.Client.ListGenerationsAsync(
            new() { Metric = "sharpness", Order = "metric_asc", Limit = 48 }, TestContext.Current.CancellationToken);

        var shown = await window.Page.Locator(".tile").EvaluateAllAsync<string[]>("tiles => tiles.map(t => t.dataset.id)");
        Assert.Equal(expected.Items.Select(g => g.Id.ToString()), shown);
        var values = expected.Items.Select(g => g.Scores.First(s => s.Metric == "sharpness").Value).ToList();
        Assert.Equal(values.Order(), values);
    }

    [Fact]
    public async Task The_filter_form_works_without_JavaScript()
    {
        await using var window = await suite.OpenAsync(script: false);
        await window.GoAsync("/generations");
        await window.Page.GetByLabel("Outcome").SelectOptionAsync("blocked");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();

        await Expect(window.Page.Locator(".tile")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".tile")).ToContainTextAsync("blocked");
    }

    [Fact]
    public async Task Arrows_move_Enter_opens_and_Escape_goes_back()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations?version=" + Sample.NewVersion);
        var ids = await window.Page.Locator(".tile").EvaluateAllAsync<string[]>("tiles => tiles.map(t => t.dataset.id)");
        foreach (var key in (string[])["ArrowRight", "ArrowRight", "Enter"])
        {
            await window.Page.Keyboard.PressAsync(key);
        }

        await window.ExpectAddressAsync("/generations/" + ids[1]);
        await Expect(window.Page.Locator("#neighbours")).ToContainTextAsync($"2 of {ids.Length}");
        await window.Page.Keyboard.PressAsync("ArrowRight");
        await window.ExpectAddressAsync("/generations/" + ids[2]);
        await Expect(window.Page.Locator("#neighbours")).ToContainTextAsync($"3 of {ids.Length}");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.ExpectAddressAsync("version=" + Sample.NewVersion);
    }

    [Fact]
    public async Task More_appends_the_next_page()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations?limit=10");
        await window.Page.Locator("#more a").ClickAsync();

        await Expect(window.Page.Locator(".tile")).ToHaveCountAsync(20);
        Assert.Equal(20, (await window.Page.Locator(".tile").EvaluateAllAsync<string[]>("tiles => tiles.map(t => t.dataset.id)")).Distinct().Count());
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Back_from_a_filter_is_a_page_whose_keys_and_menus_work()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations");
        await window.Page.GetByLabel("Model version").SelectOptionAsync(Sample.OldVersion);
        await window.ExpectAddressAsync("version=");
        await window.Page.GoBackAsync();
        await Expect(window.Page.Locator(".tile")).Not.ToHaveCountAsync(Sample.OldImages + 1);
        await window.ReadyAsync();
        await Expect(window.Page.GetByLabel("Model version")).ToHaveValueAsync("");

        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.GetByLabel("App").SelectOptionAsync("mobile");
        await window.ExpectAddressAsync("/generations?app=mobile");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_range_and_an_app_chosen_after_a_filter_keep_it()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations");
        await window.Page.GetByLabel("Model version").SelectOptionAsync(Sample.NewVersion);
        await window.ExpectAddressAsync("version=" + Sample.NewVersion);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "7 d" }).And(window.Page.Locator("[href*=version]")).ClickAsync();
        await window.ExpectAddressAsync("range=7d");
        await window.Page.GetByLabel("Outcome").SelectOptionAsync("succeeded");
        await window.ExpectAddressAsync("outcome=succeeded");
        await Expect(window.Page.Locator("#topbar [name=outcome]").First).ToBeAttachedAsync();
        await window.Page.GetByLabel("App").SelectOptionAsync("mobile");
        await window.ExpectAddressAsync("app=mobile");

        foreach (var kept in (string[])["version=" + Sample.NewVersion, "range=7d", "outcome=succeeded"])
        {
            Assert.Contains(kept, window.Page.Url, StringComparison.Ordinal);
        }

        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_error_answer_takes_nothing_off_an_open_page_and_is_said()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations?limit=10");
        await window.Page.RouteAsync("**/generations?*cursor=*", route => route.FulfillAsync(new() { Status = 503, ContentType = "text/html", Body = "<p>no</p>" }));
        await window.Page.Locator("#more a").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not answer");
        await Expect(window.Page.Locator(".tile")).ToHaveCountAsync(10);
        await window.Page.UnrouteAllAsync();
        await window.Page.Locator("#more a").ClickAsync();

        await Expect(window.Page.Locator(".tile")).ToHaveCountAsync(20);
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Words_typed_before_the_scripts_have_come_count_too()
    {
        await using var window = await suite.OpenAsync();
        var typed = new TaskCompletionSource();
        await window.Page.RouteAsync("**/js/shell*.js", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await window.Page.GotoAsync("/generations", new() { WaitUntil = WaitUntilState.Commit });
        await window.Page.Locator("#prompt").FillAsync("zebra");
        typed.SetResult();

        await Expect(window.Page.Locator(".tile")).ToHaveCountAsync(1);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_filter_that_nothing_fits_says_so()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations?prompt=nothinghasthis");

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "No generation matches" })).ToBeVisibleAsync();
    }
}
