using System.Reflection;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using QualitySuite.Contracts.Generations;
using QualitySuite.UiTests.Running;
using SkiaSharp;
using static Microsoft.Playwright.Assertions;

namespace QualitySuite.UiTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class UnmatchedWordTests(RunningSuite suite)
{
    private static readonly LocatorAssertionsToContainTextOptions Scored = new() { Timeout = 30_000 };

    private static readonly string Screenshots = Path.GetFullPath(
        typeof(UnmatchedWordTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Screenshots").Value!);

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_word_that_the_image_does_not_show_is_marked_and_listed(int width, ColorScheme theme)
    {
        await using var window = await suite.OpenAsync(width, theme);
        await window.GoAsync("/generations/" + await SubmitAsync("<b>a photo</b> of a red circle"));
        var (words, mark) = (window.Page.Locator("#words"), window.Page.Locator("#asked mark"));

        // Arrives by itself, with the scores.
        await Expect(words).ToContainTextAsync("red – the image looks more like “green”", Scored);
        await Expect(words).ToContainTextAsync("colour, probability ");
        await Expect(words).ToContainTextAsync("1 word judged by starter-clip");
        await Expect(words).ToContainTextAsync("A hint and not a verdict");
        await Expect(mark).ToHaveTextAsync("red (unmatched word)");
        Assert.Contains("underline", await mark.EvaluateAsync<string>("e => getComputedStyle(e).textDecorationLine"), StringComparison.Ordinal);
        await Expect(window.Page.Locator("#asked .prompt")).ToHaveTextAsync("<b>a photo</b> of a red (unmatched word) circle");
        await Expect(window.Page.Locator("#scores .fact").Filter(new() { HasText = "prompt words" })).ToHaveCountAsync(0);

        Assert.False(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page scrolls sideways");
        var axe = await window.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(axe.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}")));
        window.ExpectNoComplaints();
        Directory.CreateDirectory(Screenshots);
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"words-{width}-{theme.ToString().ToLowerInvariant()}.png"), FullPage = true });
    }

    [Theory]
    [InlineData("a photo of a green circle", "The one judged word matches the image.")]
    [InlineData("something else", "Not judged: starter-clip knows no word of this prompt.")]
    public async Task Where_nothing_is_unmatched_the_page_says_whether_anything_was_judged(string prompt, string expected)
    {
        await using var window = await suite.OpenAsync(width: 390);
        await window.GoAsync("/generations/" + await SubmitAsync(prompt));

        await Expect(window.Page.Locator("#words")).ToContainTextAsync(expected, Scored);
        await Expect(window.Page.Locator("#asked mark")).ToHaveCountAsync(0);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Words_that_the_model_no_longer_reads_are_counted_and_not_judged()
    {
        await using var window = await suite.OpenAsync(width: 390);
        await window.GoAsync("/generations/" + await SubmitAsync($"a red circle{string.Concat(Enumerable.Repeat(", very detailed", 60))}, blue and white"));
        var words = window.Page.Locator("#words");

        await Expect(words).ToContainTextAsync("2 more words stand where starter-clip no longer reads the prompt, and were not judged.", Scored);
        await Expect(words).ToContainTextAsync("red – the image looks more like");

        // Both the short and the whole prompt have the mark; one of them is shown.
        await Expect(window.Page.Locator("#asked mark")).ToHaveCountAsync(2);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_generation_without_scores_says_nothing_about_words()
    {
        await using var window = await suite.OpenAsync();
        await window.GoAsync("/generations/" + suite.Sample.Undecodable);

        await Expect(window.Page.Locator("#words")).ToBeHiddenAsync();
    }

    private async Task<Guid> SubmitAsync(string prompt)
    {
        var submission = new GenerationSubmission { App = "studio", Prompt = prompt, Model = new ModelInfo("painter", "live") };
        return (await suite.Client.SubmitGenerationAsync(submission, Images.Disc(SKColors.ForestGreen), "image/png", TestContext.Current.CancellationToken)).Id;
    }
}
