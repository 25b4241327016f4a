using System.Text.RegularExpressions;
using Microsoft.Playwright;
using QualitySuite.Client;
using QualitySuite.Contracts.Metrics;
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
        // uPlot follows the mouse once a frame, and on a busy machine the button may come up before the next.
        await window.Page.WaitForFunctionAsync("() => document.querySelector('.u-select').offsetWidth > 20");
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

    /// <summary>Wilson's upper end for none of n is z² / (n + z²), with z² = 3.8415.</summary>
    [Fact]
    public async Task No_blank_image_among_few_is_an_interval_and_not_a_certainty()
    {
        var point = (await SeriesAsync("blank")).Points.First(p => p.Mean == 0);

        Assert.Equal([0, 3.841459 / (point.N + 3.841459)], point.Ci95!, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Null(point.P50);
    }

    [Fact]
    public async Task Numbers_that_mean_nothing_yet_are_replaced_by_what_they_need()
    {
        var series = await SeriesAsync("thumbs_up_rate");
        Assert.Equal((1, false, 30), (series.Points[^1].N, series.Points[^1].Reliable, series.Points[^1].NeededN));
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/thumbs_up_rate?lines=together");
        await Expect(window.Page.Locator(".chart-number")).ToContainTextAsync("Cannot say yet");
        await Expect(window.Page.Locator(".chart-number")).ToContainTextAsync("n = 1, needs about 30");
        await window.GoAsync("/metrics/thumbs_up_rate?lines=together&view=table");

        await Expect(window.Page.Locator("tbody tr").First).ToContainTextAsync("cannot say yet, needs n of about 30");
    }

    [Fact]
    public async Task A_day_of_too_few_images_for_a_distance_says_how_many_it_takes()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while ((await suite.Client.GetTimeSeriesAsync(Query("mmd"), TestContext.Current.CancellationToken)).Series is not [{ Absent.Count: > 0 }])
        {
            await Task.Delay(200, limit.Token);
        }

        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/mmd?lines=together");
        await Expect(window.Page.Locator(".chart-message")).ToContainTextAsync("Cannot say yet");
        await Expect(window.Page.Locator(".chart-message")).ToContainTextAsync("It takes 30 images of the day");
        await Expect(window.Page.GetByText("The app's images of the seven days before")).ToBeVisibleAsync();
        await window.GoAsync("/metrics/mmd?lines=together&view=table&range=24h&bucket=1h");
        await Expect(window.Page.Locator("tbody tr").First).ToContainTextAsync("It takes 30 images of the day");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_rate_says_what_it_counts_and_what_it_is_by_place()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/regeneration_rate");
        var metric = MetricCatalogue.Find("regeneration_rate")!;

        await Expect(window.Page.Locator(".facts")).ToContainTextAsync(metric.Numerator!);
        await Expect(window.Page.Locator(".facts")).ToContainTextAsync(metric.Denominator!);
        await Expect(window.Page.Locator("#places tbody tr").First).ToContainTextAsync(new Regex(@"gallery\s*2\s*100\s*cannot say yet"));
        await window.GoAsync("/metrics/response_rate?lines=together");
        await Expect(window.Page.Locator(".lead")).ToHaveTextAsync(MetricCatalogue.Find("response_rate")!.Description);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Intervals_stay_within_the_range_of_the_metric()
    {
        foreach (var metric in MetricCatalogue.All.Where(m => m.Kind == MetricKind.Automated))
        {
            var points = (await suite.Client.GetTimeSeriesAsync(Query(metric.Id), TestContext.Current.CancellationToken)).Series.SelectMany(s => s.Points);
            Assert.All(points.Where(p => p.Ci95 is not null), p =>
                Assert.True(p.Ci95![0] >= (metric.Minimum ?? double.MinValue) && p.Ci95[1] <= (metric.Maximum ?? double.MaxValue), $"{metric.Id}: {p}"));
        }
    }

    [Fact]
    public async Task Lines_are_coloured_by_the_age_of_their_versions_and_the_newest_is_solid()
    {
        var history = (await suite.Client.GetFacetsAsync(app: null, TestContext.Current.CancellationToken)).VersionHistory;
        Assert.Equal([Sample.OldVersion, Sample.NewVersion], history.Take(2));
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/metrics/sharpness");

        await Expect(Swatch(window, Sample.OldVersion)).ToHaveClassAsync(new Regex(@"\bseries-0\b"));
        await Expect(Swatch(window, Sample.NewVersion)).ToHaveClassAsync(new Regex(@"\bseries-1\b"));
        await Expect(Swatch(window, history[^1])).ToHaveClassAsync(new Regex(@"\bdash-0\b"));
    }

    [Fact]
    public async Task An_unknown_metric_is_not_found()
    {
        await using var window = await suite.OpenAsync();
        var answer = await window.Page.GotoAsync("/metrics/nothing");

        Assert.Equal(404, answer!.Status);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing here" })).ToBeVisibleAsync();
    }

    private static ILocator Swatch(Window window, string version) =>
        window.Page.Locator(".chart-legend .version").Filter(new() { HasText = version }).Locator(".swatch");

    private static TimeSeriesQuery Query(string metric)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(metric, "1d", now.AddDays(-14).UtcDateTime.Date, now);
    }

    private async Task<TimeSeriesGroup> SeriesAsync(string metric) =>
        Assert.Single((await suite.Client.GetTimeSeriesAsync(Query(metric), TestContext.Current.CancellationToken)).Series);
}
