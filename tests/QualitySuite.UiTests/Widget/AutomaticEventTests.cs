using QualitySuite.Contracts.Feedback;
using QualitySuite.UiTests.Running;

namespace QualitySuite.UiTests.Widget;

/// <summary>What images, links and buttons send by their data- attributes.</summary>
[Collection(PagesCollection.Name)]
public sealed class AutomaticEventTests(RunningSuite suite, Shop shop) : IClassFixture<Shop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_tells_when_it_was_seen_and_for_how_long_and_one_out_of_view_tells_nothing()
    {
        await using var window = await suite.OpenAsync();
        Guid[] ids = [await shop.GenerateAsync(), await shop.GenerateAsync()];
        shop.Show(
            $"""
            <p><img src="/image.png" alt="seen" width="256" height="256" {await MarksAsync(ids[0])}></p>
            <p><canvas height="3000"></canvas></p>
            <p><img src="/image.png" alt="below" width="256" height="256" {await MarksAsync(ids[1])}></p>
            """);
        await window.Page.GotoAsync(shop.Address);
        await EventsAsync(ids[0], 1);
        await window.Page.GotoAsync("about:blank");
        var events = await EventsAsync(ids[0], 2);

        Assert.Equal([BehaviourType.View, BehaviourType.Dwell], events.Select(e => e.Type));
        Assert.InRange(events[1].Value!.Value, 1, 60);
        Assert.Empty((await suite.Client.GetGenerationAsync(ids[1], Cancellation)).Behaviour);
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_download_link_and_a_button_that_names_its_event_tell_of_clicks()
    {
        await using var window = await suite.OpenAsync();
        Guid[] ids = [await shop.GenerateAsync(), await shop.GenerateAsync()];
        shop.Show(
            $"""
            <a href="/image.png" download {await MarksAsync(ids[0])}>Save</a>
            <figure {await MarksAsync(ids[1])}><button data-quality-event="share">Share</button></figure>
            <a href="/image.png" download>Unmarked</a>
            """);
        await window.Page.GotoAsync(shop.Address);
        await window.Page.GetByText("Unmarked").ClickAsync();
        await window.Page.GetByText("Save").ClickAsync();
        await window.Page.GetByText("Share").ClickAsync();

        Assert.Equal(BehaviourType.Download, Assert.Single(await EventsAsync(ids[0], 1)).Type);
        Assert.Equal(BehaviourType.Share, Assert.Single(await EventsAsync(ids[1], 1)).Type);
    }

    [Fact]
    public async Task An_image_that_a_script_adds_later_is_watched_too()
    {
        await using var window = await suite.OpenAsync();
        var id = await shop.GenerateAsync();
        shop.Show("");
        await window.Page.GotoAsync(shop.Address);
        await window.Page.EvaluateAsync(
            "marks => { const image = document.createElement('img'); Object.assign(image, { src: '/image.png', width: 256, height: 256 }); Object.assign(image.dataset, marks); document.querySelector('main').append(image); }",
            new { qualityGeneration = id.ToString(), qualityToken = await shop.TokenAsync(id) });

        Assert.Equal(BehaviourType.View, Assert.Single(await EventsAsync(id, 1)).Type);
    }

    private async Task<string> MarksAsync(Guid id) => $"""data-quality-generation="{id}" data-quality-token="{await shop.TokenAsync(id)}" data-quality-position="1" """;

    private async Task<IReadOnlyList<BehaviourEntry>> EventsAsync(Guid id, int count)
    {
        while (true)
        {
            var events = (await suite.Client.GetGenerationAsync(id, Cancellation)).Behaviour;
            if (events.Count >= count)
            {
                return [.. events.OrderBy(e => e.At)];
            }

            await Task.Delay(100, Cancellation);
        }
    }
}
