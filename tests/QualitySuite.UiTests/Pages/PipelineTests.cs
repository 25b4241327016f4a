using Microsoft.Playwright;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.UiTests.Running;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class PipelineTests(RunningSuite suite)
{
    [Fact]
    public async Task The_numbers_are_live()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/pipeline");
        await Expect(window.Page.Locator("#live")).ToHaveTextAsync("Live");
        var before = (await suite.Client.GetPipelineAsync(TestContext.Current.CancellationToken)).Rates.IngestedPerMinute;
        await suite.Client.SubmitGenerationAsync(
            new GenerationSubmission { App = "studio", Prompt = "live", Model = new ModelInfo("painter", "live") }, Images.Draw(300), "image/png", TestContext.Current.CancellationToken);

        await Expect(window.Page.Locator("[data-field=ingested]")).Not.ToHaveTextAsync(before.ToString(System.Globalization.CultureInfo.InvariantCulture));
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task What_waits_for_its_generation_is_counted_live_and_explained()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/pipeline");
        await Expect(window.Page.Locator("#live")).ToHaveTextAsync("Live");
        var cancellationToken = TestContext.Current.CancellationToken;
        await suite.Client.SubmitEventAsync(
            new BehaviourSubmission { GenerationId = Guid.NewGuid().ToString(), UserKey = "u", Type = BehaviourType.View, Hold = true }, cancellationToken);
        var status = await suite.Client.GetPipelineAsync(cancellationToken);

        await Expect(window.Page.Locator("[data-field=held]")).ToHaveTextAsync(status.Held.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Expect(window.Page.Locator("[data-field=orphaned]")).ToHaveTextAsync("0");
        await Expect(window.Page.Locator(".gauges")).ToContainTextAsync("until their generation arrives");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_dead_letter_is_listed_with_its_reason_and_can_be_replayed()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/pipeline");
        var row = window.Page.Locator($"#dead-letters tr[data-id='{suite.Sample.Undecodable}']");
        var letter = (await suite.Client.ListDeadLettersAsync(10, cursor: null, TestContext.Current.CancellationToken)).Items.Single();
        await Expect(row).ToContainTextAsync(letter.Reason.Replace('_', ' '));
        await row.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();

        await Expect(window.Page.Locator("#replayed")).ToContainTextAsync("Put back into the queue");
        // It fails again, and the page notices by itself.
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Replay" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_error_answer_takes_nothing_off_the_open_list()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/pipeline");
        await window.Page.RouteAsync("**/pipeline", route => route.FulfillAsync(new() { Status = 503, ContentType = "text/html", Body = "<p>no</p>" }));
        await window.Page.Locator("#dead-letters").DispatchEventAsync("refresh");

        await Expect(window.Page.Locator("#trouble")).ToContainTextAsync("does not answer");
        await Expect(window.Page.Locator("#dead-letters tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_lost_API_is_said_live_and_on_a_fresh_page_which_can_try_again()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/pipeline");
        await Expect(window.Page.Locator("#live")).ToHaveTextAsync("Live");
        var cancellationToken = TestContext.Current.CancellationToken;
        await suite.App.ResourceCommands.ExecuteCommandAsync("feedback-api", "resource-stop", cancellationToken);
        try
        {
            await Expect(window.Page.Locator("#live")).ToContainTextAsync("does not answer", new() { Timeout = 20_000 });
            Assert.Equal(503, (await window.Page.GotoAsync("/generations"))!.Status);
            await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The Feedback API does not answer");
        }
        finally
        {
            await suite.App.ResourceCommands.ExecuteCommandAsync("feedback-api", "resource-start", cancellationToken);
            await suite.App.ResourceNotifications.WaitForResourceHealthyAsync("feedback-api", cancellationToken);
        }

        // The circuit closes again some seconds after the API is back.
        await Expect(async () =>
        {
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
            await Expect(window.Page.Locator(".tile").First).ToBeVisibleAsync(new() { Timeout = 1_000 });
        });
    }

    private static async Task Expect(Func<Task> eventually)
    {
        var limit = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await eventually();
                return;
            }
            catch (PlaywrightException) when (TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(500, TestContext.Current.CancellationToken);
            }
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
