using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.UiTests.Unit;

public sealed class ViewScopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_arguments_it_is_all_apps_in_the_last_14_days()
    {
        var scope = Read("");

        Assert.Equal((null, "14d", Now.AddDays(-14), Now, null), (scope.App, scope.Range, scope.From, scope.To, scope.Complaint));
    }

    [Fact]
    public void A_custom_range_without_zone_is_UTC_and_comes_back_in_links()
    {
        var scope = Read("?app=a%26b&from=2026-03-01T10:00&to=2026-03-02T10:00:00%2B02:00");

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), scope.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), scope.To);
        Assert.Equal("/x?app=a%26b&from=2026-03-01T10%3A00%3A00Z&to=2026-03-02T08%3A00%3A00Z&y=1", scope.Link("/x", ("y", "1"), ("z", null)));
    }

    [Theory]
    [InlineData("?from=2026-03-02&to=2026-03-01")]
    [InlineData("?from=yesterday")]
    [InlineData("?range=9y")]
    public void An_unusable_range_falls_back_and_says_so(string query)
    {
        var scope = Read(query);

        Assert.Equal("14d", scope.Range);
        Assert.NotNull(scope.Complaint);
    }

    [Fact]
    public void Replacing_an_argument_keeps_the_others_and_drops_the_cursor()
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/generations";
        context.Request.QueryString = new QueryString("?prompt=a+b&range=7d&cursor=xyz");

        Assert.Equal("/generations?prompt=a%20b&range=24h", ViewScope.Replace(context.Request, ("range", "24h")));
    }

    private static ViewScope Read(string query) => ViewScope.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), Now);
}
