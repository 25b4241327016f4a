using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.UiTests.Running;

/// <summary>What is in the suite while the pages are tested: ten days of two model versions and two apps, with what users made of them.</summary>
/// <param name="Newest">Scored, with feedback, events, and a parent.</param>
/// <param name="Parent">What <paramref name="Newest"/> was made from, and, by the event of its user, regenerated to.</param>
/// <param name="Hostile">Its prompt is markup that would run if it were not shown as text.</param>
/// <param name="Undecodable">A dead letter.</param>
internal sealed record Sample(Guid Newest, Guid Parent, Guid Hostile, Guid Undecodable)
{
    public const string OldVersion = "painter-1";
    public const string NewVersion = "painter-2";
    public const string HostilePrompt = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> zebra";
    public const int OldImages = 20;
    public const int NewImages = 20;

    private static readonly TimeSpan ScoringTimeout = TimeSpan.FromMinutes(2);

    public static async Task<Sample> SendAsync(QualityClient client, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < OldImages; i++)
        {
            await SendAsync(client, i, OldVersion, "studio", now - TimeSpan.FromDays(9) + TimeSpan.FromHours(2 * i), $"{i} red circles", cancellationToken);
        }

        for (var i = 0; i < NewImages - 2; i++)
        {
            await SendAsync(client, 100 + i, NewVersion, i % 2 == 0 ? "studio" : "mobile", now - TimeSpan.FromDays(4) + TimeSpan.FromHours(4 * i), $"{i} blue circles", cancellationToken);
        }

        await client.SubmitGenerationAsync(Describe("studio", NewVersion, now - TimeSpan.FromHours(3), "a blocked thing") with { Outcome = GenerationOutcome.Blocked, Error = "unsafe prompt" }, ReadOnlyMemory<byte>.Empty, "", cancellationToken);
        var undecodable = await client.SubmitGenerationAsync(Describe("studio", OldVersion, now - TimeSpan.FromHours(2), "a broken file"), Images.Undecodable(), "image/png", cancellationToken);
        var hostile = await SendAsync(client, 200, NewVersion, "studio", now - TimeSpan.FromMinutes(10), HostilePrompt, cancellationToken);
        var parent = await SendAsync(client, 201, NewVersion, "studio", now - TimeSpan.FromMinutes(5), "the parent", cancellationToken);
        var newest = await client.SubmitGenerationAsync(
            Describe("studio", NewVersion, now - TimeSpan.FromMinutes(2), "the newest, a green circle") with { Parent = new ParentLink(parent.ToString(), ParentRelation.Variation), Seed = 4242 },
            Images.Draw(202), "image/png", cancellationToken);
        await ReactAsync(client, newest.Id, cancellationToken);
        await client.SubmitEventAsync(
            new BehaviourSubmission
            {
                GenerationId = parent.ToString(),
                UserKey = "u1",
                SessionKey = "s1",
                Type = BehaviourType.Regenerate,
                At = now - TimeSpan.FromMinutes(3),
                ResultId = newest.Id.ToString(),
                Exposure = new Exposure(2, 4, "gallery"),
            },
            cancellationToken);
        await WaitForScoresAsync(client, cancellationToken);
        return new Sample(newest.Id, parent, hostile, undecodable.Id);
    }

    private static async Task<Guid> SendAsync(
        QualityClient client, int seed, string version, string app, DateTimeOffset createdAt, string prompt, CancellationToken cancellationToken) =>
        (await client.SubmitGenerationAsync(Describe(app, version, createdAt, prompt), Images.Draw(seed), "image/png", cancellationToken)).Id;

    private static GenerationSubmission Describe(string app, string version, DateTimeOffset createdAt, string prompt) => new()
    {
        App = app,
        CreatedAt = createdAt,
        Prompt = prompt,
        Model = new ModelInfo("painter", version),
        Sampler = new SamplerInfo("euler", Steps: 30, Guidance: 7.5),
    };

    private static async Task ReactAsync(QualityClient client, Guid id, CancellationToken cancellationToken)
    {
        var generation = id.ToString();
        await client.SubmitFeedbackAsync(new FeedbackSubmission { GenerationId = generation, UserKey = "u1", Kind = FeedbackKind.Thumb, Value = 1 }, cancellationToken);
        await client.SubmitFeedbackAsync(
            new FeedbackSubmission { GenerationId = generation, UserKey = "u2", Kind = FeedbackKind.Report, Reasons = [ReportReason.Anatomy], Comment = "six <b>fingers</b>" }, cancellationToken);
        await client.SubmitEventAsync(new BehaviourSubmission { GenerationId = generation, UserKey = "u1", SessionKey = "s1", Type = BehaviourType.Download }, cancellationToken);
    }

    private static async Task WaitForScoresAsync(QualityClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ScoringTimeout);
        while (true)
        {
            var status = await client.GetPipelineAsync(limit.Token);
            if (status is { Pending: 0, DeadLetters: 1 })
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }
}
