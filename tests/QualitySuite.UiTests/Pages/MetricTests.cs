using Microsoft.Playwright;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class MetricTests(RunningSuite suite)
{
    [Fact]
    public async Task Dragging_across_the_chart_zooms_and_keeps_the_range_in_the_address()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/sharpness");
        var plot = await window.Page.Locator(".u-over").BoundingBoxAsync();
        await window.Page.Mouse.MoveAsync(plot!.X + (plot.Width * 0.4f), plot.Y + 50);
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync(plot.X + (plot.Width * 0.8f), plot.Y + 60, new() { Steps = 5 });
        await window.Page.Mouse.UpAsync();

        await window.ExpectAddressAsync("from=");
        await Expect(window.Page.Locator("canvas")).ToHaveCountAsync(1);
        await Expect(window.Page.GetByText("Back to 14 days")).ToBeVisibleAsync();
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Pointing_at_the_chart_shows_mean_and_n()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/sharpness?lines=together");
        var plot = await window.Page.Locator(".u-over").BoundingBoxAsync();
        for (var x = 0.2f; x < 0.95f && !await window.Page.Locator(".chart-tip").IsVisibleAsync(); x += 0.05f)
        {
            await window.Page.Mouse.MoveAsync(plot!.X + (plot.Width * x), plot.Y + 100);
        }

        await Expect(window.Page.Locator(".chart-tip")).ToContainTextAsync("n = ");
    }

    [Fact]
    public async Task The_table_has_the_points_that_the_API_answers()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/sharpness?view=table&lines=together");
        var now = TimeProvider.System.GetUtcNow();
        var series = await suite.Client.GetTimeSeriesAsync(
            new("sharpness", "1d", now.AddDays(-14).UtcDateTime.Date, now), TestContext.Current.CancellationToken);

        await Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(series.Series.Sum(s => s.Points.Count));
        await Expect(window.Page.Locator("caption")).ToContainTextAsync(series.Scorer![..12]);
    }

    [Fact]
    public async Task An_unknown_metric_is_not_found()
    {
        await using var window = await suite.OpenAsync();
        var answer = await window.Page.GotoAsync("/metrics/nothing");

        Assert.Equal(404, answer!.Status);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing here" })).ToBeVisibleAsync();
    }
}
