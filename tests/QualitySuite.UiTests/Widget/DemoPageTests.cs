using Microsoft.Playwright;
using QualitySuite.Contracts.Generations;
using QualitySuite.UiTests.Pages;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Widget;

[Collection(PagesCollection.Name)]
public sealed class DemoPageTests(RunningSuite suite)
{
    private const string App = "widget-demo";

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task The_demo_works_under_its_policy_fits_the_window_and_is_accessible(int width, ColorScheme theme)
    {
        await using var window = await suite.OpenAsync(width, theme);
        await GenerateAsync();
        await window.Page.GotoAsync(new Uri(suite.FeedbackApi, $"/widget/demo?app={App}").ToString());
        await Expect(window.Page.Locator("quality-feedback")).ToHaveCountAsync(9);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Good image" }).First.ClickAsync();
        await window.Page.GetByRole(AriaRole.Radio, new() { Name = "4 of 5 stars" }).First.CheckAsync();
        await window.Page.GetByRole(AriaRole.Radio, new() { Name = "3 von 5 Sternen" }).First.CheckAsync();
        await Expect(window.Page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Thanks");

        Assert.True(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await WidgetTests.AssertAccessibleAsync(window.Page);
        await EveryPageTests.TakePictureAsync(window.Page, $"widget-{width}-{theme}", fullPage: true);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Report" }).Nth(theme == ColorScheme.Light ? 0 : 2).ClickAsync();
        await EveryPageTests.TakePictureAsync(window.Page, $"widget-dialog-{width}-{theme}");
        window.ExpectNoComplaints();
    }

    // Of its own and older than what the tests of pages look at, since the widgets vote and tell what was seen. The same nine in every case.
    private async Task GenerateAsync()
    {
        for (var i = 0; i < 9; i++)
        {
            var submission = new GenerationSubmission
            {
                Id = new Guid(i, 0, 0, [8, 0, 0, 0, 0, 0, 0, 1]).ToString(),
                App = App,
                CreatedAt = TimeProvider.System.GetUtcNow().AddDays(-30),
                Prompt = "for the demo",
                Model = new ModelInfo("painter", Sample.OldVersion),
            };
            await suite.Client.SubmitGenerationAsync(submission, Images.Draw(960 + i), "image/png", TestContext.Current.CancellationToken);
        }
    }
}
