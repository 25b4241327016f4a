using Aspire.Hosting.Testing;

namespace QualitySuite.LocalHosting.Tests.Testing;

public sealed class TestingBuilderTests
{
    [Fact]
    public async Task Two_AppHosts_run_side_by_side_in_one_test_process()
    {
        await using var first = await CreateAsync("--Greeting=first");
        await using var second = await CreateAsync("--Greeting=second");
        Assert.Equal(["first", "second"], [first.Configuration["Greeting"], second.Configuration["Greeting"]]);
        first.Configuration["Parameters:greeting"] = "changed before the build";

        await using var one = await first.BuildAsync(LocalApp.Patience);
        await using var two = await second.BuildAsync(LocalApp.Patience);
        await Task.WhenAll(one.StartAsync(LocalApp.Patience), two.StartAsync(LocalApp.Patience));
        await Task.WhenAll(
            one.ResourceNotifications.WaitForResourceHealthyAsync("family", LocalApp.Patience),
            two.ResourceNotifications.WaitForResourceHealthyAsync("family", LocalApp.Patience));

        var greeting = Assert.Single(first.Resources.OfType<ParameterResource>());
        Assert.Equal("changed before the build", await greeting.GetValueAsync(LocalApp.Patience));
        Assert.NotEqual(await one.PostgresAsync("things"), await two.PostgresAsync("things"));
    }

    [Fact]
    public async Task An_application_can_be_stopped_before_it_is_disposed()
    {
        await using var builder = await CreateAsync();
        var folder = builder.Configuration["LocalHosting:RunFolder"]!;
        await using var app = await builder.BuildAsync(LocalApp.Patience);
        await app.StartAsync(LocalApp.Patience);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("redis", LocalApp.Patience);

        await app.StopAsync(LocalApp.Patience);

        Assert.Empty(LocalApp.ProcessesIn(folder));
    }

    [Fact]
    public async Task What_the_AppHosts_main_throws_reaches_the_test()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync("--broken"));

        Assert.Equal("This main is broken.", error.Message);
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<TestAssembly>(["apphost", .. args], LocalApp.Patience);

    /// <summary>Stands for this assembly, whose main is an AppHost when told so.</summary>
    internal sealed class TestAssembly;
}
