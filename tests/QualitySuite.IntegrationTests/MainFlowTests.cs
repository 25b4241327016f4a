using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

public sealed class MainFlowTests
{
    [Fact]
    public async Task An_ingested_image_is_scored_within_three_seconds()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var suite = await Suite.StartAsync(cancellationToken);

        var accepted = await suite.Client.SubmitGenerationAsync(
            new GenerationSubmission { App = "tests", Prompt = "circles", Model = new ModelInfo("painter", "1") }, TestImages.Draw(1), "image/jpeg", cancellationToken);
        var scored = await suite.WaitForScoresAsync(accepted.Id, cancellationToken);

        Assert.Equal(ScoringStatus.Scored, scored.Status);
    }
}
