using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting.Testing;
using QualitySuite.LocalHosting.Running;

namespace QualitySuite.LocalHosting.Tests.Running;

public sealed class ProjectsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_project_takes_the_port_of_its_http_profile_outside_tests_and_another_one_inside()
    {
        var outside = LocalApp.In(_folder.Path);
        outside.AddProject<TinyService.Project>("service").WithHttpHealthCheck("/health");
        await using (var app = await outside.StartHealthyAsync())
        {
            Assert.Equal(new Uri("http://localhost:19999"), app.GetEndpoint("service"));
            using var client = app.CreateHttpClient("service");
            Assert.Equal("ok", await client.GetStringAsync(new Uri("/health", UriKind.Relative), LocalApp.Patience));
        }

        var inside = LocalApp.ThrowAway();
        inside.AddProject<TinyService.Project>("service").WithHttpHealthCheck("/health");
        await using (var app = await inside.StartHealthyAsync())
        {
            Assert.InRange(app.GetEndpoint("service").Port, 20000, 31999);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_is_started()
    {
        using var other = new TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        var builder = LocalApp.In(_folder.Path);
        builder.AddExecutable("innocent", "sleep", _folder.Path, "1000");
        builder.AddExecutable("service", "sleep", _folder.Path, "1000").WithHttpEndpoint(port);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(builder.StartAsync);

        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"Port {port} of service is in use."), error.Message, StringComparison.Ordinal);
        Assert.Empty(LocalApp.ProcessesIn(_folder.Path));
    }

    [Fact]
    public async Task One_replica_can_be_killed_and_started_while_the_other_goes_on()
    {
        var builder = LocalApp.ThrowAway();
        builder.AddProject<TinyService.Project>("service").WithHttpHealthCheck("/health").WithReplicas(2);
        await using var app = await builder.StartHealthyAsync();
        using var first = app.CreateHttpClient("service");
        var firstPid = await first.GetStringAsync(new Uri("/pid", UriKind.Relative), LocalApp.Patience);
        Assert.Equal(2, LocalApp.ProcessesIn(TinyService.Project.Folder).Count);

        await app.ExecuteAsync("service-2", "resource-kill");
        Assert.Equal([int.Parse(firstPid, CultureInfo.InvariantCulture)], LocalApp.ProcessesIn(TinyService.Project.Folder));

        await app.ExecuteAsync("service-2", "resource-start");
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", LocalApp.Patience);
        Assert.Equal(firstPid, await first.GetStringAsync(new Uri("/pid", UriKind.Relative), LocalApp.Patience));
        Assert.Equal(2, LocalApp.ProcessesIn(TinyService.Project.Folder).Count);

        await app.ExecuteAsync("service", "resource-restart");
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", LocalApp.Patience);
        Assert.NotEqual(firstPid, await first.GetStringAsync(new Uri("/pid", UriKind.Relative), LocalApp.Patience));

        await app.ExecuteAsync("service", "resource-stop");
        Assert.Empty(LocalApp.ProcessesIn(TinyService.Project.Folder));
    }

    [Fact]
    public async Task Commands_on_what_does_not_exist_fail_with_a_reason()
    {
        var builder = LocalApp.ThrowAway();
        builder.AddExecutable("sleeper", "sleep", _folder.Path, "1000");
        await using var app = await builder.StartAsync();

        var unknownResource = await app.ResourceCommands.ExecuteCommandAsync("nobody", "resource-stop", LocalApp.Patience);
        var unknownCommand = await app.ResourceCommands.ExecuteCommandAsync("sleeper", "dance", LocalApp.Patience);

        Assert.Equal((false, "Resource 'nobody' not found."), (unknownResource.Success, unknownResource.Message));
        Assert.Equal((false, "Command 'dance' not available for resource 'sleeper'."), (unknownCommand.Success, unknownCommand.Message));
    }

    [Fact]
    public async Task A_process_finds_its_references_parameters_and_telemetry_in_its_environment()
    {
        var builder = LocalApp.ThrowAway("--Parameters:secret=x y", "--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://localhost:4318");
        var redis = builder.AddRedis("redis", password: builder.AddParameter("redis-password", "p@ss", secret: true));
        var service = builder.AddProject<TinyService.Project>("my-service");
        builder.AddExecutable("reader", "bash", _folder.Path, "-c", "env -0 > env.new; mv env.new env; exec sleep 1000")
            .WithReference(redis, "my-cache")
            .WithReference(service)
            .WithEnvironment("SECRET", builder.AddParameter("secret", secret: true))
            .WithEnvironment("ADDRESS", service.GetEndpoint("http"))
            .WithHttpEndpoint(env: "MY_PORT");

        await using var app = await builder.StartAsync();
        var found = await ReadEnvironmentAsync();

        var url = app.GetEndpoint("my-service").ToString().TrimEnd('/');
        var redisPort = (await app.GetConnectionStringAsync("redis", LocalApp.Patience))!.Split(':', ',')[1];
        var expected = new Dictionary<string, string>
        {
            ["ConnectionStrings__my-cache"] = $"127.0.0.1:{redisPort},password=p@ss",
            ["MY_CACHE_HOST"] = "127.0.0.1",
            ["MY_CACHE_PORT"] = redisPort,
            ["MY_CACHE_PASSWORD"] = "p@ss",
            ["MY_CACHE_URI"] = $"redis://:p%40ss@127.0.0.1:{redisPort}",
            ["services__my-service__http__0"] = url,
            ["MY_SERVICE_HTTP"] = url,
            ["SECRET"] = "x y",
            ["ADDRESS"] = url,
            ["MY_PORT"] = app.GetEndpoint("reader").Port.ToString(CultureInfo.InvariantCulture),
            ["OTEL_SERVICE_NAME"] = "reader",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=reader",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:4318",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["OTEL_TRACES_SAMPLER"] = "always_on",
            ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
        };
        Assert.Equal(expected, found.Where(variable => expected.ContainsKey(variable.Key)).ToDictionary());
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_an_error_that_names_every_place_to_set_it()
    {
        var builder = LocalApp.ThrowAway();
        builder.AddExecutable("reader", "sleep", _folder.Path, "1000").WithEnvironment("KEY", builder.AddParameter("key"));

        await using var app = await builder.StartAsync();
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("reader", LocalApp.Patience));

        Assert.Contains("Parameter 'key' has no value", error.Message, StringComparison.Ordinal);
        Assert.Contains("Parameters__key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_launch_settings_has_no_port() => Assert.Null(LaunchProfile.Read(_folder.Path).Port);

    private async Task<Dictionary<string, string>> ReadEnvironmentAsync()
    {
        var file = Path.Combine(_folder.Path, "env");
        while (!File.Exists(file))
        {
            await Task.Delay(20, LocalApp.Patience);
        }

        return (await File.ReadAllTextAsync(file, LocalApp.Patience)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
