using System.Text.Json;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Contracts.Tests;

public sealed class QualityJsonTests
{
    [Fact]
    public void Names_are_camelCase_and_enum_values_snake_case()
    {
        var json = JsonSerializer.Serialize(
            new FeedbackSubmission { GenerationId = "x", Kind = FeedbackKind.Report, Reasons = [ReportReason.DoesntMatchPrompt] }, QualityJson.Options);

        Assert.Equal("""{"generationId":"x","kind":"report","reasons":["doesnt_match_prompt"]}""", json);
    }

    [Fact]
    public void A_submission_survives_the_way_there_and_back()
    {
        var submission = new GenerationSubmission
        {
            App = "a",
            Prompt = "p",
            Model = new ModelInfo("m", "1"),
            Parent = new ParentLink("01890a5d-ac96-774b-bcce-b302099a8057", ParentRelation.Upscale),
            Outcome = GenerationOutcome.Blocked,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };

        Assert.Equal(submission, JsonSerializer.Deserialize<GenerationSubmission>(JsonSerializer.Serialize(submission, QualityJson.Options), QualityJson.Options));
    }

    [Fact]
    public void Unknown_fields_are_ignored() =>
        Assert.Equal("a", JsonSerializer.Deserialize<GenerationSubmission>("""{"app":"a","somethingNew":[1,{}]}""", QualityJson.Options)!.App);

    [Theory]
    [InlineData("""{"outcome":"perfect"}""")]
    [InlineData("""{"outcome":1}""")]
    [InlineData("""{"outcome":"failed,blocked"}""")]
    [InlineData("""{"outcome":"Failed"}""")]
    [InlineData("""{"width":"512"}""")]
    public void A_value_of_another_kind_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<GenerationSubmission>(json, QualityJson.Options));

    [Fact]
    public void A_name_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var unknown = Assert.Throws<UnknownNameException>(() => JsonSerializer.Deserialize<GenerationSubmission>("""{"outcome":"perfect"}""", QualityJson.Options));

        Assert.Equal(("$.outcome", "One of succeeded, failed, blocked; this string of 7 characters is none."), (unknown.Path, unknown.Message));
    }

    [Fact]
    public void What_the_contract_fixes_is_written_even_when_it_is_null()
    {
        AssertHas(new Page<string>([], null), "nextCursor");
        AssertHas(new UserSession(default, "a", default, null, default, 1, 1, 0, 0, 0, 0, 0, 0, 0, null), "ended", "abandoned");
        AssertHas(new BehaviourSummary(default, false, false, false, false, false, false, null, false, null, null), "sessionEnded", "abandoned");
        AssertHas(new ExposureRate(null, null, 1, 1, null, false, null), "surface", "position");
        AssertHas(new TimeSeries("m", "1h", null, [], []), "scorer");
        AssertHas(new TimeSeriesPoint(default, 1, 1, 0, null, null, null, null, false, null), "p10", "p50", "p90");
        AssertHas(new Pipeline.PipelineStatus(0, null, null, null, new Pipeline.PipelineRates(0, 0), 0, 0, 0), "oldestPendingSeconds", "streamLag");

        static void AssertHas<T>(T value, params string[] fields)
        {
            var json = JsonSerializer.SerializeToElement(value, QualityJson.Options);
            Assert.All(fields, field => Assert.Equal(JsonValueKind.Null, json.GetProperty(field).ValueKind));
        }
    }

    [Fact]
    public void A_catalogue_entry_is_flat_and_reads_back()
    {
        var entry = new MetricEntry(MetricCatalogue.Find("report_rate")!) { Installed = true };
        var json = JsonSerializer.SerializeToElement(entry, QualityJson.Options);

        Assert.Equal("report_rate", json.GetProperty("id").GetString());
        Assert.Equal("lower", json.GetProperty("direction").GetString());
        Assert.True(json.GetProperty("installed").GetBoolean());
        Assert.Equal(entry.Numerator, json.Deserialize<MetricEntry>(QualityJson.Options)!.Numerator);
    }
}
