using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace QualitySuite.LocalHosting.Tests.Running;

public sealed class OrderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_starts_when_the_job_it_waits_for_has_ended()
    {
        var builder = LocalApp.ThrowAway();
        var job = builder.AddExecutable("job", "bash", _folder.Path, "-c", "sleep 0.3; echo done > job");
        builder.AddExecutable("after", "bash", _folder.Path, "-c", "cat job > half; mv half seen; exec sleep 1000").WaitForCompletion(job);

        await using var app = await builder.StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("after", LocalApp.Patience);

        await app.ResourceNotifications.WaitForResourceAsync("job", KnownResourceStates.Finished, LocalApp.Patience);
        await WaitForFileAsync("seen");
        Assert.Equal("done\n", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "seen"), LocalApp.Patience));
    }

    [Fact]
    public async Task A_program_starts_when_the_service_it_waits_for_is_healthy_and_not_before()
    {
        var builder = LocalApp.ThrowAway();
        var service = builder.AddProject<TinyService.Project>("service").WithHttpHealthCheck("/health");
        builder.AddExecutable("after", "sleep", _folder.Path, "1000").WaitFor(service);

        await using var app = builder.Build();
        var order = ReadOrderAsync(app.ResourceNotifications, 4);
        await app.StartAsync(LocalApp.Patience);

        Assert.Equal(["service starting", "service healthy", "after starting", "after healthy"], await order);
    }

    [Fact]
    public async Task A_child_that_dies_at_once_fails_with_its_last_words_and_its_log_and_so_do_those_that_wait()
    {
        var builder = LocalApp.ThrowAway();
        var log = Path.Combine(builder.RunSettings.Logs, "job.log");
        var job = builder.AddExecutable("job", "bash", _folder.Path, "-c", "echo the reason >&2; exit 3");
        var middle = builder.AddExecutable("middle", "sleep", _folder.Path, "1000").WaitForCompletion(job);
        builder.AddExecutable("last", "sleep", _folder.Path, "1000").WaitFor(middle);

        await using var app = await builder.StartAsync();
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("last", LocalApp.Patience));

        Assert.Equal(
            $"last was not started, because middle failed. middle was not started, because job failed. " +
            $"job ended with exit code 3 before it was healthy. Its log is {log}, and ends with\n    the reason",
            error.Message);
        Assert.Equal("the reason\n", await File.ReadAllTextAsync(log, LocalApp.Patience));
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_an_error_of_its_resource()
    {
        var builder = LocalApp.ThrowAway();
        builder.AddExecutable("ghost", "no-such-program", _folder.Path);

        await using var app = await builder.StartAsync();
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("ghost", LocalApp.Patience));

        Assert.Equal("ghost failed to start: no-such-program was not found on PATH.", error.Message);
    }

    [Fact]
    public async Task Resources_that_wait_in_a_circle_are_refused()
    {
        var builder = LocalApp.ThrowAway();
        var first = builder.AddExecutable("first", "sleep", _folder.Path, "1000");
        var second = builder.AddExecutable("second", "sleep", _folder.Path, "1000").WaitFor(first);
        first.WaitFor(second);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(builder.StartAsync);

        Assert.Equal("Resources wait for one another in a circle: first -> second -> first.", error.Message);
    }

    private static async Task<List<string>> ReadOrderAsync(ResourceNotificationService notifications, int count)
    {
        var order = new List<string>();
        await foreach (var change in notifications.WatchAsync(LocalApp.Patience))
        {
            if (change.Snapshot.HealthStatus == HealthStatus.Healthy)
            {
                order.Add($"{change.ResourceId} healthy");
            }
            else if (change.Snapshot.State?.Text == KnownResourceStates.Starting)
            {
                order.Add($"{change.ResourceId} starting");
            }

            if (order.Count == count)
            {
                break;
            }
        }

        return order;
    }

    private async Task WaitForFileAsync(string name)
    {
        while (!File.Exists(Path.Combine(_folder.Path, name)))
        {
            await Task.Delay(20, LocalApp.Patience);
        }
    }
}
