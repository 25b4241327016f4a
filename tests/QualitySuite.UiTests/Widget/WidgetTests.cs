using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using QualitySuite.Contracts.Feedback;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Widget;

/// <summary>The widget on a page of another origin, under a policy that lets nothing inline run.</summary>
[Collection(PagesCollection.Name)]
public sealed class WidgetTests(RunningSuite suite, Shop shop) : IClassFixture<Shop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thumb_is_given_by_keyboard_alone_and_is_still_pressed_after_a_reload()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        await shop.ShowWidgetAsync(id, "position=\"2\" shown=\"4\" surface=\"grid\"");
        await window.Page.GotoAsync(shop.Address);
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(Thumb(window, "Bad image")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Space");
        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Thanks");
        await window.Page.Keyboard.PressAsync("Shift+Tab");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(Thumb(window, "Good image")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Thumb(window, "Bad image")).ToHaveAttributeAsync("aria-pressed", "false");
        await FeedbackAsync(id, 2);
        await window.Page.ReloadAsync();

        await Expect(Thumb(window, "Good image")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal([(1, true), (-1, false)], (await FeedbackAsync(id, 2)).Select(f => (f.Value!.Value, f.Current)));
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Arrow_keys_move_over_the_stars_and_only_where_they_rest_is_sent()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        await shop.ShowWidgetAsync(id, "controls=\"stars\"");
        await window.Page.GotoAsync(shop.Address);
        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(window.Page.GetByRole(AriaRole.Radiogroup, new() { Name = "Rating" })).ToBeVisibleAsync();
        foreach (var key in (string[])["Space", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"])
        {
            await window.Page.Keyboard.PressAsync(key);
        }

        await Expect(window.Page.GetByRole(AriaRole.Radio, new() { Name = "3 of 5 stars" })).ToBeCheckedAsync();
        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Thanks");
        Assert.Equal((FeedbackKind.Stars, 3), (Assert.Single(await FeedbackAsync(id, 1)).Kind, (await FeedbackAsync(id, 1))[0].Value));
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task The_report_dialog_asks_for_a_reason_keeps_the_focus_and_gives_it_back()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        await shop.ShowWidgetAsync(id);
        await window.Page.GotoAsync(shop.Address);
        var report = window.Page.GetByRole(AriaRole.Button, new() { Name = "Report" });
        var dialog = window.Page.GetByRole(AriaRole.Dialog, new() { Name = "Report this image" });
        await report.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByLabel("Does not match the prompt")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(report).ToBeFocusedAsync();

        await window.Page.Keyboard.PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send report" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose at least one reason.");
        await dialog.GetByLabel("Wrong anatomy").CheckAsync();
        await dialog.GetByLabel("Garbled text").CheckAsync();
        await dialog.GetByLabel("Comment").FillAsync("six fingers");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send report" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Thanks");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Reported" })).ToBeFocusedAsync();
        var said = Assert.Single(await FeedbackAsync(id, 1));
        Assert.Equal((FeedbackKind.Report, "six fingers"), (said.Kind, said.Comment));
        Assert.Equal([ReportReason.Anatomy, ReportReason.TextRendering], said.Reasons);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task What_was_said_offline_is_sent_once_when_the_network_is_back()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        await shop.ShowWidgetAsync(id);
        await window.Page.GotoAsync(shop.Address);
        var arrived = 0;
        await window.Page.Context.SetOfflineAsync(true);
        await Thumb(window, "Good image").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved, will be sent when online");
        window.Page.Response += (_, response) => arrived += response.Request.Method == "POST" ? 1 : 0;
        await window.Page.Context.SetOfflineAsync(false);

        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Thanks");
        Assert.Equal(1, Assert.Single(await FeedbackAsync(id, 1)).Value);
        Assert.Equal(1, arrived);
        Assert.Equal(0, await QueuedAsync(window));
    }

    [Fact]
    public async Task What_waited_when_the_page_was_closed_is_sent_by_the_next_and_by_one_tab_alone()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        await shop.ShowWidgetAsync(id);
        await window.Page.RouteAsync("**/v1/feedback", route => route.AbortAsync());
        await window.Page.GotoAsync(shop.Address);
        await Thumb(window, "Good image").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved, will be sent when online");
        var sent = 0;
        var sending = new TaskCompletionSource<IRoute>();
        await window.Page.Context.RouteAsync("**/v1/feedback", route =>
        {
            sent++;
            sending.TrySetResult(route);
        });
        var tabs = await Task.WhenAll(window.Page.Context.NewPageAsync(), window.Page.Context.NewPageAsync());
        await window.Page.CloseAsync();
        await tabs[0].GotoAsync(shop.Address);
        var request = await sending.Task.WaitAsync(Cancellation);
        await tabs[1].GotoAsync(shop.Address);
        await Expect(tabs[1].GetByRole(AriaRole.Button, new() { Name = "Good image" })).ToBeVisibleAsync();
        await request.ContinueAsync();

        Assert.Equal(1, Assert.Single(await FeedbackAsync(id, 1)).Value);
        foreach (var tab in tabs)
        {
            await tab.WaitForFunctionAsync("() => !Object.keys(localStorage).some(key => key.includes(':q:'))");
        }

        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_busy_API_is_left_alone_for_as_long_as_it_says()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        await shop.ShowWidgetAsync(id);
        var answers = 0;
        await window.Page.RouteAsync("**/v1/feedback", async route =>
        {
            answers++;
            await route.FulfillAsync(new() { Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "600", ["Access-Control-Allow-Origin"] = "*", ["Access-Control-Expose-Headers"] = "Retry-After" } });
        });
        await window.Page.GotoAsync(shop.Address);
        await Thumb(window, "Good image").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved, will be sent when online");
        await Thumb(window, "Bad image").ClickAsync();
        await window.Page.ReloadAsync();
        await Expect(Thumb(window, "Bad image")).ToHaveAttributeAsync("aria-pressed", "true");

        Assert.Equal((1, 2), (answers, await QueuedAsync(window)));
    }

    [Fact]
    public async Task A_refused_vote_is_taken_back_and_not_tried_again()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        shop.Show($$"""<quality-feedback generation="{{id}}" token="{{await shop.TokenAsync(Guid.NewGuid())}}" texts='{"refused":"Bitte neu laden"}'></quality-feedback>""");
        await window.Page.GotoAsync(shop.Address);
        await Thumb(window, "Good image").ClickAsync();

        await Expect(window.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Bitte neu laden");
        await Expect(Thumb(window, "Good image")).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Equal(0, await QueuedAsync(window));
        Assert.Empty((await suite.Client.GetGenerationAsync(id, Cancellation)).Feedback);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Neither_the_controls_nor_the_dialog_violate_WCAG_2_2_AA_as_far_as_axe_can_tell(int width, ColorScheme theme)
    {
        await using var window = await suite.OpenAsync(width, theme);
        await shop.ShowWidgetAsync(await shop.GenerateAsync());
        await window.Page.GotoAsync(shop.Address);
        await Thumb(window, "Good image").ClickAsync();
        await AssertAccessibleAsync(window.Page);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Report" }).ClickAsync();
        await AssertAccessibleAsync(window.Page);
    }

    internal static async Task AssertAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}")));
    }

    private static ILocator Thumb(Window window, string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name });

    private static Task<int> QueuedAsync(Window window) =>
        window.Page.EvaluateAsync<int>("() => Object.keys(localStorage).filter(key => key.includes(':q:')).length");

    /// <summary>Waits until the generation has this much feedback.</summary>
    private async Task<IReadOnlyList<FeedbackEntry>> FeedbackAsync(Guid id, int count)
    {
        while (true)
        {
            var feedback = (await suite.Client.GetGenerationAsync(id, Cancellation)).Feedback;
            if (feedback.Count >= count)
            {
                return feedback;
            }

            await Task.Delay(100, Cancellation);
        }
    }
}
