namespace QualitySuite.LocalHosting.Running;

/// <summary>Starts every resource when those it waits for are ready, and ends them in the opposite order.</summary>
internal sealed class Orchestrator(
    RunSettings settings,
    IReadOnlyList<IResource> resources,
    ResourceNotificationService notifications,
    TimeProvider time) : IHostedService, IAsyncDisposable
{
    private readonly List<ResourceInstance> _instances = [];
    private readonly CancellationTokenSource _stopping = new();
    private FileStream? _lock;
    private Watchdog? _watchdog;
    private Task _starting = Task.CompletedTask;
    private bool _disposed;

    public IReadOnlyList<ResourceInstance> Instances => _instances;

    public IReadOnlyList<ResourceInstance> Find(string nameOrId) =>
        [.. _instances.Where(instance => instance.Id == nameOrId || instance.Resource.Name == nameOrId)];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new DistributedApplicationException("LocalHosting runs on Linux. Elsewhere build the AppHost with -p:UseAspire=true and use containers.");
        }

        var runnable = resources.OfType<Resource>().Where(resource => resource.Launcher is not null).ToList();
        CheckOrder(runnable);
        runnable.ForEach(resource => resource.Launcher!.Preflight());
        MakeRunFolder();
        AllocatePorts(runnable);
        _watchdog = new Watchdog(settings.ThrowAway ? [settings.RunFolder] : []);
        _instances.AddRange(
            from resource in runnable
            from replica in Enumerable.Range(0, resource.Replicas)
            select new ResourceInstance(resource, replica, settings, notifications, _watchdog, time));
        _instances.ForEach(instance => instance.Publish(KnownResourceStates.NotStarted));
        _starting = Task.WhenAll(_instances.Select(instance => StartWhenReadyAsync(instance, _stopping.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_disposed)
        {
            return;
        }

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
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        // Deletes the folder of a throw-away run.
        _watchdog?.Dispose();
        if (_lock is not null)
        {
            await _lock.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private static int DepthOf(Resource resource) =>
        resource.Dependencies.Select(dependency => 1 + DepthOf(RunningPart(dependency.Resource))).DefaultIfEmpty(0).Max();

    /// <summary>The resource whose process answers for this one.</summary>
    private static Resource RunningPart(Resource resource) => (resource as PostgresDatabaseResource)?.Parent ?? resource;

    private static void CheckOrder(List<Resource> runnable)
    {
        foreach (var resource in runnable)
        {
            Visit(resource, []);
        }

        static void Visit(Resource resource, List<string> path)
        {
            if (path.Contains(resource.Name))
            {
                throw new DistributedApplicationException($"Resources wait for one another in a circle: {string.Join(" -> ", [.. path, resource.Name])}.");
            }

            resource.Dependencies.ForEach(dependency => Visit(RunningPart(dependency.Resource), [.. path, resource.Name]));
        }
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
            if (dependency.ExitCode is { } expected)
            {
                await WaitForExitAsync(name, expected, cancellationToken);
            }
            else
            {
                await notifications.WaitForResourceHealthyAsync(name, cancellationToken);
            }
        }
        catch (DistributedApplicationException e)
        {
            instance.Fail($"{instance.Id} was not started, because {name} failed.", e.Message);
            throw;
        }
    }

    private async Task WaitForExitAsync(string name, int expected, CancellationToken cancellationToken)
    {
        var ended = await notifications.WaitForResourceAsync(
            name,
            change => change.Snapshot.ExitCode is not null || change.Snapshot.State?.Text == KnownResourceStates.FailedToStart,
            cancellationToken);
        if (ended.Snapshot.ExitCode != expected)
        {
            throw new DistributedApplicationException(ended.Snapshot.FailureWithCause
                ?? FormattableString.Invariant($"{name} ended with exit code {ended.Snapshot.ExitCode}, not {expected}."));
        }
    }

    private void AllocatePorts(List<Resource> runnable)
    {
        foreach (var (resource, endpoint) in runnable.SelectMany(resource => resource.Endpoints, (resource, endpoint) => (resource, endpoint)))
        {
            endpoint.Ports.Clear();
            for (var replica = 0; replica < resource.Replicas; replica++)
            {
                var wanted = replica == 0 && !settings.ThrowAway ? endpoint.FixedPort : null;
                if (wanted is { } port && !Ports.IsFree(port))
                {
                    throw new DistributedApplicationException(FormattableString.Invariant(
                        $"Port {port} of {resource.Name} is in use. Stop what listens there (`ss -ltnp 'sport = :{port}'` names it) or change the port in the project's launchSettings.json."));
                }

                endpoint.Ports.Add(wanted ?? Ports.TakeFree());
            }
        }
    }

    private void MakeRunFolder()
    {
        Directory.CreateDirectory(settings.Logs);
        if (settings.ThrowAway)
        {
            // Postgres may run as another user and has to get through to its own folder, but nobody has to look around here.
            File.SetUnixFileMode(settings.RunFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        try
        {
            _lock = new FileStream(Path.Combine(settings.RunFolder, "apphost.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DistributedApplicationException($"The application already runs on the data in {settings.RunFolder}. Stop it first.", e);
        }
    }
}
