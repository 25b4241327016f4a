using Microsoft.Playwright;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class OverviewTests(RunningSuite suite)
{
    [Fact]
    public async Task Each_score_has_a_chart_with_a_line_for_each_version_and_its_direction()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/");
        var card = window.Page.Locator("[data-metric=sharpness]");

        await Expect(card.Locator("canvas")).ToHaveCountAsync(1);
        await Expect(card.Locator(".chart-legend")).ToContainTextAsync(Sample.OldVersion);
        await Expect(card.Locator(".chart-legend")).ToContainTextAsync(Sample.NewVersion);
        await Expect(card).ToContainTextAsync("higher is better");
        await Expect(card.Locator(".chart-number")).ToContainTextAsync("n = ");
        Assert.True(await HasColouredPixelsAsync(card.Locator("canvas")), "the canvas is blank");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Alignment_with_the_prompt_comes_first()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/");

        await Expect(window.Page.Locator("article.card").First).ToHaveAttributeAsync("data-metric", "clip_score");
    }

    [Theory]
    [InlineData(1440, 4)]
    [InlineData(390, 2)]
    public async Task All_artifacts_are_in_sight_as_small_charts_of_which_their_sum_is_the_first(int width, int inARow)
    {
        await using var window = await suite.OpenAsync(width);
        await window.GoAsync("/");
        var cards = window.Page.Locator("section[aria-labelledby=section-artifacts] article.card");

        await Expect(cards).ToHaveCountAsync(11);
        await Expect(cards.First).ToHaveAttributeAsync("data-metric", "artifact_any");
        await cards.Last.ScrollIntoViewIfNeededAsync();
        await Expect(cards.Last.Locator("canvas")).ToBeVisibleAsync();
        await Expect(cards.Last.Locator(".chart-legend")).ToBeHiddenAsync();
        var tops = await cards.EvaluateAllAsync<double[]>("cards => cards.map(card => card.getBoundingClientRect().top)");
        Assert.Equal(inARow, tops.Count(top => Math.Abs(top - tops[0]) < 1));
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_metric_whose_model_is_missing_is_listed_with_the_reason_instead_of_drawn()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/");
        var alignment = (await suite.Client.ListMetricsAsync(TestContext.Current.CancellationToken)).First(m => !m.Installed && m.Missing is not null);

        await Expect(window.Page.Locator($"[data-metric={alignment.Id}]")).ToHaveCountAsync(0);
        await Expect(window.Page.Locator("#not-measured")).ToContainTextAsync(alignment.DisplayName);
        await Expect(window.Page.Locator("#not-measured")).ToContainTextAsync(alignment.Missing!);
    }

    [Fact]
    public async Task Without_JavaScript_the_numbers_are_in_a_table()
    {
        await using var window = await suite.OpenAsync(script: false);
        await window.GoAsync("/");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "table", Exact = true }).First.ClickAsync();

        var row = window.Page.Locator("tr", new() { HasText = "Sharpness" }).Filter(new() { HasText = Sample.NewVersion });
        await Expect(row).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task App_and_range_stay_in_the_address_from_page_to_page()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/");
        await window.Page.GetByLabel("App").SelectOptionAsync("mobile");
        await window.ExpectAddressAsync("app=mobile");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "7 d" }).ClickAsync();
        await window.ExpectAddressAsync("range=7d");
        await window.Page.Keyboard.PressAsync("g");
        await window.Page.Keyboard.PressAsync("g");
        await window.ExpectAddressAsync("/generations?app=mobile&range=7d");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_app_chosen_before_the_scripts_have_come_counts_too()
    {
        await using var window = await suite.OpenAsync();
        var chosen = new TaskCompletionSource();
        await window.Page.RouteAsync("**/js/shell*.js", async route =>
        {
            await chosen.Task;
            await route.ContinueAsync();
        });
        await window.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
        await window.Page.GetByLabel("App").SelectOptionAsync("mobile");
        chosen.SetResult();
        await window.ExpectAddressAsync("app=mobile");
        await window.Page.GoBackAsync();
        await window.ReadyAsync();

        await Expect(window.Page.GetByLabel("App")).ToHaveValueAsync("");
        Assert.DoesNotContain("app=", window.Page.Url, StringComparison.Ordinal);
        window.ExpectNoComplaints();
    }

    private static Task<bool> HasColouredPixelsAsync(ILocator canvas) => canvas.EvaluateAsync<bool>(
        """
        canvas => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] > 128 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60) return true;
          }
          return false;
        }
        """);
}
