using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.UiTests.Running;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class GenerationTests(RunningSuite suite)
{
    [Fact]
    public async Task Every_score_is_shown_with_its_scorer()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations/" + suite.Sample.Newest);
        var generation = await suite.Client.GetGenerationAsync(suite.Sample.Newest, TestContext.Current.CancellationToken);

        Assert.NotEmpty(generation.Scores);
        await Expect(window.Page.Locator("#scores tbody tr")).ToHaveCountAsync(generation.Scores.Count);
        foreach (var score in generation.Scores)
        {
            var row = window.Page.Locator("#scores tbody tr").Filter(new() { HasText = MetricCatalogue.Find(score.Metric)!.DisplayName })
                .Filter(new() { Has = window.Page.Locator($"[title^='{score.Scorer}']") });
            await Expect(row).ToHaveCountAsync(1);
        }

        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Settings_feedback_events_and_the_parent_are_shown()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations/" + suite.Sample.Newest);
        var record = window.Page.Locator(".record");

        foreach (var text in (string[])["the newest, a green circle", "4242", "7.5", "Thumb up", "Reported: anatomy", "six <b>fingers</b>", "download"])
        {
            await Expect(record).ToContainTextAsync(text);
        }

        await window.Page.Locator(".family a").ClickAsync();
        await window.ExpectAddressAsync("/generations/" + suite.Sample.Parent);
        await Expect(window.Page.Locator($".family a[href*='{suite.Sample.Newest}']")).ToHaveCountAsync(1);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task What_users_did_is_told_with_what_came_of_it_and_how_it_is_counted()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations/" + suite.Sample.Parent);
        var behaviour = window.Page.Locator("#behaviour");

        await Expect(behaviour.Locator("[data-metric=regeneration_rate]")).ToHaveTextAsync("yes");
        await Expect(behaviour.Locator("[data-metric=download_rate]")).ToHaveTextAsync("no");
        await Expect(behaviour.Locator("[data-metric=abandonment_rate]")).ToHaveTextAsync("not decided yet");
        await Expect(behaviour.Locator(".timeline")).ToContainTextAsync("place 2 of 4 on gallery");
        await Expect(behaviour.Locator(".help dl")).ToBeHiddenAsync();
        await behaviour.GetByText("How these are counted").ClickAsync();
        foreach (var metric in (string[])["regeneration_rate", "abandonment_rate", "response_rate"])
        {
            await Expect(behaviour.Locator(".help")).ToContainTextAsync(MetricCatalogue.Find(metric)!.Numerator!);
        }

        await behaviour.Locator(".timeline a").ClickAsync();
        await window.ExpectAddressAsync("/generations/" + suite.Sample.Newest);
        await Expect(window.Page.GetByText("Came from")).ToBeVisibleAsync();
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_prompt_that_is_markup_is_shown_as_text_and_runs_nothing()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations/" + suite.Sample.Hostile);

        await Expect(window.Page.Locator(".prompt-block .prompt")).ToHaveTextAsync(Sample.HostilePrompt);
        await Expect(window.Page).ToHaveTitleAsync("Generation · QualitySuite");
        await window.GoAsync("/generations?prompt=zebra");
        await Expect(window.Page.Locator(".over .prompt")).ToHaveTextAsync(Sample.HostilePrompt);
        await Expect(window.Page).ToHaveTitleAsync("Generations · QualitySuite");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task The_image_is_the_stored_one_and_is_cached()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations/" + suite.Sample.Newest);
        var generation = await suite.Client.GetGenerationAsync(suite.Sample.Newest, TestContext.Current.CancellationToken);
        var answer = await window.Page.APIRequest.GetAsync($"/generations/{suite.Sample.Newest}/image");

        Assert.Equal(generation.Image!.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await answer.BodyAsync())));
        Assert.Contains("immutable", answer.Headers["cache-control"], StringComparison.Ordinal);
        var again = await window.Page.APIRequest.GetAsync($"/generations/{suite.Sample.Newest}/image", new() { Headers = new Dictionary<string, string> { ["If-None-Match"] = answer.Headers["etag"] } });
        Assert.Equal(304, again.Status);
    }

    [Fact]
    public async Task Arrows_in_a_table_scroll_it_and_do_not_leave_the_page()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations");
        await window.GoAsync("/generations/" + suite.Sample.Newest);
        await Expect(window.Page.Locator("#neighbours [rel=next]")).ToBeVisibleAsync();
        await window.Page.Locator("#scores .table-wrap").FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(suite.Sample.Newest.ToString()));
        await window.Page.Locator("#scores .table-wrap").BlurAsync();
        await window.Page.Keyboard.PressAsync("ArrowRight");

        await window.ExpectAddressAsync("/generations/" + suite.Sample.Parent);
    }

    [Fact]
    public async Task A_prompt_too_long_to_be_read_whole_has_an_alignment_score_and_says_so()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var prompt = string.Join(' ', Enumerable.Repeat("three red circles beside a blue square on a green field,", 20));
        var submission = new GenerationSubmission { App = "studio", Prompt = prompt, Model = new ModelInfo("painter", "live") };
        var id = (await suite.Client.SubmitGenerationAsync(submission, Images.Draw(400), "image/png", cancellationToken)).Id;
        await using var window = await suite.OpenAsync(width: 390);
        await window.GoAsync("/generations/" + id);
        var row = window.Page.Locator("#scores tbody tr").First;

        await Expect(row).ToContainTextAsync("Prompt alignment", new() { Timeout = 30_000 });
        await Expect(window.Page.Locator("#scores .fact")).ToContainTextAsync("prompt truncated: The prompt has");
        await Expect(window.Page.Locator(".prompt-block .expand")).ToContainTextAsync("characters");
        Assert.False(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page scrolls sideways");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_unknown_generation_is_not_found()
    {
        await using var window = await suite.OpenAsync();

        Assert.Equal(404, (await window.Page.GotoAsync("/generations/" + Guid.Empty))!.Status);
    }
}
