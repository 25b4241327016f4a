using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

public sealed class LineageTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_event_leads_to_what_came_of_it_and_that_leads_back()
    {
        var story = Tell("lineage");
        var id = await story.GenerationAsync();
        var named = await story.GenerationAsync(119);
        await story.DoAsync(id, BehaviourType.Regenerate, 120);
        await story.DoAsync(id, BehaviourType.Regenerate, 110);
        await story.DoAsync(id, BehaviourType.Edit, 100);
        await story.DoAsync(id, BehaviourType.Upscale, 95, result: named);
        await story.DoAsync(id, BehaviourType.Regenerate, 60);
        var (second, first) = (await story.GenerationAsync(108, id), await story.GenerationAsync(118, id));
        var edited = await story.GenerationAsync(102, id, ParentRelation.Edit); // by a clock that is two minutes behind
        await story.GenerationAsync(90, id, ParentRelation.Upscale);

        var generation = await story.ReadAsync(id);

        Assert.Equal(
            [(BehaviourType.Regenerate, first), (BehaviourType.Regenerate, second), (BehaviourType.Edit, edited), (BehaviourType.Upscale, named), (BehaviourType.Regenerate, null)],
            generation.Behaviour.Select(entry => (entry.Type, entry.ResultId)));
        Assert.Null(generation.CameFrom);
        Assert.Equal(new ParentLink(id.ToString(), ParentRelation.Regeneration), (await story.ReadAsync(first)).CameFrom);
        Assert.Equal(new ParentLink(id.ToString(), ParentRelation.Upscale), (await story.ReadAsync(named)).CameFrom);
    }

    [Fact]
    public async Task What_a_generation_of_another_app_led_to_is_not_told()
    {
        var (mine, other) = (Tell("lineage-mine"), Tell("lineage-other"));
        var id = await mine.GenerationAsync();
        await other.DoAsync(await other.GenerationAsync(), BehaviourType.Edit, 60, result: id);
        using var http = await shared.Running.ClientWithKeyAsync("lineage-mine", ["read"], Cancellation);

        Assert.Null((await new QualityClient(http).GetGenerationAsync(id, Cancellation)).CameFrom);
        Assert.NotNull((await mine.ReadAsync(id)).CameFrom);
    }

    private Story Tell(string app) => new(shared, app, Cancellation);
}
