using System.Text.Json;

namespace QualitySuite.ServiceDefaults.Tests.Json;

public sealed class ServiceJsonTests
{
    private enum Outcome
    {
        Succeeded,
        TimedOut,
    }

    private sealed record Sample(Outcome Outcome, DateTimeOffset At, double Value, double? Maybe, float Single);

    [Fact]
    public void A_record_is_written_as_the_contracts_have_it() => Assert.Equal(
        """{"outcome":"timed_out","at":"2026-03-04T03:06:07.5Z","value":0.1,"maybe":2.5,"single":0.1}""",
        Write(new Sample(Outcome.TimedOut, new DateTimeOffset(2026, 3, 4, 5, 6, 7, 500, TimeSpan.FromHours(2)), 0.1, 2.5, 0.1f)));

    [Fact]
    public void A_number_that_does_not_exist_is_null() => Assert.Equal(
        """{"outcome":"succeeded","at":"2026-01-01T00:00:00Z","value":null,"maybe":null,"single":null}""",
        Write(new Sample(
            Outcome.Succeeded, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), double.NaN, double.PositiveInfinity, float.NegativeInfinity)));

    [Theory]
    [InlineData("2026-03-04T05:06:07Z", "2026-03-04T05:06:07Z")]
    [InlineData("2026-03-04T05:06:07.123456+02:00", "2026-03-04T03:06:07.123456Z")]
    [InlineData("2026-03-04T05:06:07-05:30", "2026-03-04T10:36:07Z")]
    public void A_time_with_any_offset_is_read_as_that_instant(string text, string utc) =>
        Assert.Equal($"\"{utc}\"", Write(Read<DateTimeOffset>($"\"{text}\"")));

    [Theory]
    [InlineData("\"2026-03-04T05:06:07\"")]
    [InlineData("\"2026-03-04\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("1772600767")]
    public void A_time_that_names_no_instant_is_refused(string json) => Assert.Throws<JsonException>(() => Read<DateTimeOffset>(json));

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"NaN\"")]
    [InlineData("1e999")]
    [InlineData("null")]
    public void A_number_that_is_none_is_refused(string json) => Assert.Throws<JsonException>(() => Read<double>(json));

    [Fact]
    public void A_number_that_only_a_double_holds_is_no_float() => Assert.Throws<JsonException>(() => Read<float>("1e300"));

    [Fact]
    public void An_enum_is_a_word_and_never_its_number()
    {
        Assert.Equal(Outcome.TimedOut, Read<Outcome>("\"timed_out\""));
        Assert.ThrowsAny<JsonException>(() => Read<Outcome>("1"));
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, ServiceJson.Options);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ServiceJson.Options)!;
}
