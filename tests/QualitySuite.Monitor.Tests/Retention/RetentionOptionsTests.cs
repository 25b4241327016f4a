using QualitySuite.Monitor.Retention;

namespace QualitySuite.Monitor.Tests.Retention;

public sealed class RetentionOptionsTests
{
    [Fact]
    public void Nothing_is_removed_unless_something_is_said()
    {
        var options = new RetentionOptions();

        Assert.True(new RetentionOptionsCheck().Validate(null, options).Succeeded);
        Assert.Equal((null, null, null), (options.Of("any").Images, options.Of("any").RawRows, options.Of("any").Rollups));
        Assert.Null(options.RollupsOfAllApps);
    }

    [Fact]
    public void An_app_that_is_named_has_its_own_periods_and_none_of_the_others()
    {
        var options = Options(images: 7, rows: 30, rollups: 400);
        options.Apps["web"] = new RetentionPeriods { RawRows = TimeSpan.FromDays(90), Rollups = TimeSpan.FromDays(800) };

        Assert.True(new RetentionOptionsCheck().Validate(null, options).Succeeded);
        Assert.Null(options.Of("web").Images);
        Assert.Equal(TimeSpan.FromDays(7), options.Of("api").Images);
        Assert.Equal(TimeSpan.FromDays(800), options.RollupsOfAllApps);
    }

    [Theory]
    [InlineData(31, 30, null, "Retention:Images (environment variable Retention__Images) is 31.00:00:00 and longer than Retention:RawRows, 30.00:00:00")]
    [InlineData(null, 30, 29, "Retention:Rollups (environment variable Retention__Rollups) is 29.00:00:00 and shorter than Retention:RawRows, 30.00:00:00")]
    [InlineData(null, null, 29, "Retention:Rollups (environment variable Retention__Rollups) is set and Retention:RawRows is not")]
    public void Periods_that_contradict_one_another_are_refused_by_their_keys(int? images, int? rows, int? rollups, string message)
    {
        var result = new RetentionOptionsCheck().Validate(null, Options(images, rows, rollups));

        Assert.StartsWith(message, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Periods_of_an_app_are_checked_as_well()
    {
        var options = new RetentionOptions { Apps = { ["web"] = new RetentionPeriods { Images = TimeSpan.FromMinutes(1), RawRows = TimeSpan.FromDays(1) } } };

        Assert.StartsWith(
            "Retention:Apps:web:Images (environment variable Retention__Apps__web__Images): ",
            Assert.Single(new RetentionOptionsCheck().Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    private static RetentionOptions Options(int? images = null, int? rows = null, int? rollups = null) => new()
    {
        Images = Days(images),
        RawRows = Days(rows),
        Rollups = Days(rollups),
    };

    private static TimeSpan? Days(int? days) => days is { } number ? TimeSpan.FromDays(number) : null;
}
