namespace QualitySuite.IntegrationTests;

public sealed class TraceTests(SharedSuite shared)
{
    [Fact]
    public async Task One_trace_holds_the_ingest_the_queue_and_the_scoring_of_an_image()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var accepted = await shared.Running.SubmitAsync("trace", TestImages.Draw(77), cancellationToken);
        await shared.Running.WaitForScoresAsync(accepted.Id, cancellationToken);

        var trace = await FindTraceAsync(cancellationToken);

        var ingest = Assert.Single(trace, span => span.Name == "POST /v1/generations" && span.Service == "feedback-api");
        var send = Assert.Single(trace, span => span.Name == "send scoring");
        var score = Assert.Single(trace, span => span.Name == "score image");
        Assert.Equal(("feedback-api", ingest.SpanId), (send.Service, send.ParentId));
        Assert.Equal(("scoring-worker", send.SpanId), (score.Service, score.ParentId));
        Assert.Equal(score.SpanId, Assert.Single(trace, span => span.Name == "prepare image").ParentId);
        Assert.Equal(score.SpanId, Assert.Single(trace, span => span.Name == "run models").ParentId);
    }

    private async Task<List<ReceivedSpan>> FindTraceAsync(CancellationToken cancellationToken)
    {
        // Other tests post images too; the last complete trace is as good as any.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var complete = shared.Spans.Spans.GroupBy(span => span.TraceId)
                .LastOrDefault(trace => trace.Any(s => s.Name == "score image") && trace.Any(s => s.Name == "POST /v1/generations"));
            if (complete is not null)
            {
                return [.. complete];
            }

            await Task.Delay(200, limit.Token);
        }
    }
}
