using Dapper;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

[Collection(nameof(FaultSuite))]
public sealed class ErasureFaultTests(FaultSuite faults)
{
    private const int Events = 2_000;
    private const int Generations = 60;
    private const int Reactions = 10;

    // As ingest writes them, many at once: events of the user on another's generation, and generations of the user with events of others.
    private const string FillText = """
        with whose as (
            select g.user_key, g.app, g.created_at from feedback.generations g where g.id = @sample
        ), said as (
            insert into feedback.events (id, generation_id, generation_created_at, user_key, type, at)
            select gen_random_uuid(), o.id, o.created_at, w.user_key, 'view', now()
            from whose w, feedback.generations o, generate_series(1, @events) where o.id = @other
        ), made as (
            insert into feedback.generations (id, created_at, app, prompt, model_name, model_version, outcome, user_key)
            select gen_random_uuid(), w.created_at - make_interval(days => i % 5), w.app, 'p', 'm', '1', 'succeeded', w.user_key
            from whose w, generate_series(1, @generations) i
            returning id, created_at, app
        ), keyed as (
            insert into feedback.generation_keys (id, created_at, app) select id, created_at, app from made
        )
        insert into feedback.events (id, generation_id, generation_created_at, user_key, type, at)
        select gen_random_uuid(), m.id, m.created_at, sha256(i::text::bytea), 'view', now() from made m, generate_series(1, @reactions) i
        """;

    private const string LeftText = """
        select (select count(*) from feedback.events e join feedback.generations g on g.id = e.generation_id where g.app = @app)
               + (select count(*) from feedback.generations where app = @app)
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_killed_in_the_middle_of_an_erasure_goes_on_with_it_and_counts_each_row_once()
    {
        const string app = "erasure-killed";
        await faults.WaitUntilHealthyAsync(Cancellation);
        var (sample, other) = (await SubmitAsync(app, "greta"), await SubmitAsync(app, "hugo"));
        await ExecuteAsync(FillText, new { sample, other, events = Events, generations = Generations, reactions = Reactions });
        const int All = 2 + Events + (Generations * (Reactions + 1));
        Assert.Equal(All, await LeftAsync(app));

        var erasure = await faults.Running.Api.EraseAsync("greta", "", Cancellation);
        foreach (var mostLeft in (int[])[All - 1, All / 4])
        {
            await WaitAsync(app, mostLeft);
            await faults.KillAsync("feedback-api", Cancellation);
            Assert.InRange(await LeftAsync(app), 2, mostLeft);
            await faults.StartAsync("feedback-api", Cancellation);
            await faults.Running.App.ResourceNotifications.WaitForResourceHealthyAsync("feedback-api", Cancellation);
        }

        var receipt = await faults.Running.Api.WaitForReceiptAsync(erasure, Cancellation);

        Assert.Equal(
            (Generations + 1L, Events + (Generations * (long)Reactions), 0L),
            (receipt.Counts["generations"], receipt.Counts["events"], receipt.Counts["feedback"]));
        Assert.Equal(1, await LeftAsync(app));
        Assert.Equal(other, (await faults.Running.Client.GetGenerationAsync(other, Cancellation)).Id);
    }

    private async Task<Guid> SubmitAsync(string app, string userKey) => (await faults.Running.Client.SubmitGenerationAsync(
        new GenerationSubmission { App = app, Prompt = "p", Model = new ModelInfo("m", "1"), UserKey = userKey }, default, "", Cancellation)).Id;

    private async Task WaitAsync(string app, int most)
    {
        while (await LeftAsync(app) > most)
        {
            await Task.Delay(20, Cancellation);
        }
    }

    private async Task<long> LeftAsync(string app)
    {
        await using var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation);
        return await connection.ExecuteScalarAsync<long>(LeftText, new { app });
    }

    private async Task ExecuteAsync(string sql, object parameters)
    {
        await using var connection = await faults.Running.Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(sql, parameters);
    }
}
