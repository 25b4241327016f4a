namespace QualitySuite.LocalHosting.Running;

/// <summary>Starts every resource when those it waits for are ready, and ends them in the opposite order.</summary>
internal sealed class Orchestrator(
    RunSettings settings, IReadOnlyList<IResource> resources, ResourceNotificationService notifications, ConsoleBoard? board = null)
    : IHostedService, IAsyncDisposable
{
    private readonly List<ResourceInstance> _instances = [];
    private readonly CancellationTokenSource _stopping = new();
    private FileStream? _lock;
    private Watchdog? _watchdog;
    private Task _starting = Task.CompletedTask;
    private Task _showing = Task.CompletedTask;
    private bool _disposed;

    public IReadOnlyList<ResourceInstance> Find(string nameOrId) =>
        [.. _instances.Where(instance => instance.Id == nameOrId || instance.Resource.Name == nameOrId)];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new DistributedApplicationException("LocalHosting runs on Linux. Elsewhere build with -p:UseAspire=true and use containers.");
        }

        var runnable = resources.OfType<Resource>().Where(resource => resource.Launcher is not null).ToList();
        runnable.ForEach(resource => CheckOrder(resource, []));
        runnable.ForEach(resource => resource.Launcher!.Preflight());
        _lock = settings.TakeFolder();
        runnable.ForEach(AllocatePorts);
        _watchdog = new Watchdog(settings.ThrowAway ? [settings.RunFolder] : []);
        _instances.AddRange(
            from resource in runnable
            from replica in Enumerable.Range(0, resource.Replicas)
            select new ResourceInstance(resource, replica, settings, notifications, _watchdog, board));
        _instances.ForEach(instance => instance.Publish(KnownResourceStates.NotStarted));
        _showing = board?.ShowAsync(notifications) ?? Task.CompletedTask;
        _starting = Task.WhenAll(_instances.Select(instance => StartWhenReadyAsync(instance, _stopping.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _starting;
        foreach (var level in _instances.GroupBy(instance => DepthOf(instance.Resource)).OrderByDescending(level => level.Key))
        {
            await Task.WhenAll(level.Select(instance => instance.StopAsync(cancellationToken)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        await StopAsync(CancellationToken.None);
        _disposed = true;
        notifications.Complete();
        await _showing;
        _instances.ForEach(instance => instance.Dispose());
        // Deletes the folder of a throw-away run.
        _watchdog?.Dispose();
        _lock?.Dispose();
        _stopping.Dispose();
    }

    private static int DepthOf(Resource resource) =>
        resource.Dependencies.Select(dependency => 1 + DepthOf(RunningPart(dependency.Resource))).DefaultIfEmpty(0).Max();

    /// <summary>The resource whose process answers for this one.</summary>
    private static Resource RunningPart(Resource resource) => (resource as PostgresDatabaseResource)?.Parent ?? resource;

    private static void CheckOrder(Resource resource, List<string> path)
    {
        if (path.Contains(resource.Name))
        {
            throw new DistributedApplicationException($"Resources wait for one another in a circle: {string.Join(" -> ", [.. path, resource.Name])}.");
        }

        resource.Dependencies.ForEach(dependency => CheckOrder(RunningPart(dependency.Resource), [.. path, resource.Name]));
    }

    private async Task StartWhenReadyAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            if (instance.Resource.Dependencies.Count > 0)
            {
                instance.Publish(KnownResourceStates.Waiting);
                await Task.WhenAll(instance.Resource.Dependencies.Select(dependency => WaitForAsync(instance, dependency, cancellationToken)));
            }

            await instance.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The application stops before this one's turn came.
        }
        catch (DistributedApplicationException)
        {
            // Its state says so, to the board and to whoever waits for it.
        }
    }

    private async Task WaitForAsync(ResourceInstance instance, Dependency dependency, CancellationToken cancellationToken)
    {
        var name = dependency.Resource.Name;
        try
        {
            await (dependency.Completion
                ? WaitForCompletionAsync(name, cancellationToken)
                : notifications.WaitForResourceHealthyAsync(name, cancellationToken));
        }
        catch (DistributedApplicationException e)
        {
            instance.Fail($"{instance.Id} was not started, because {name} failed.", e.Message);
            throw;
        }
    }

    private async Task WaitForCompletionAsync(string name, CancellationToken cancellationToken)
    {
        var ended = await notifications.WaitForResourceAsync(
            name,
            change => change.Snapshot.ExitCode is not null || change.Snapshot.State?.Text == KnownResourceStates.FailedToStart,
            cancellationToken);
        if (ended.Snapshot.ExitCode != 0)
        {
            throw new DistributedApplicationException(ended.Snapshot.FailureWithCause
                ?? FormattableString.Invariant($"{name} ended with exit code {ended.Snapshot.ExitCode}."));
        }
    }

    private void AllocatePorts(Resource resource)
    {
        if (resource.Endpoint is not { } endpoint)
        {
            return;
        }

        endpoint.Ports.Clear();
        for (var replica = 0; replica < resource.Replicas; replica++)
        {
            var wanted = replica == 0 && !settings.ThrowAway ? endpoint.FixedPort : null;
            if (wanted is { } port && !Ports.IsFree(port))
            {
                throw new DistributedApplicationException($"{Ports.Taken(port, resource.Name)} Or change the port in the project's launchSettings.json.");
            }

            endpoint.Ports.Add(wanted ?? Ports.TakeFree());
        }
    }
}
