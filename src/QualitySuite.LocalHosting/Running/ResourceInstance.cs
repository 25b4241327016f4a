using System.ComponentModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace QualitySuite.LocalHosting.Running;

/// <summary>One replica of a resource: its process, its state, its log. Commands run one at a time.</summary>
internal sealed class ResourceInstance : IDisposable
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Launcher _launcher;
    private readonly ResourceNotificationService _notifications;
    private readonly Watchdog _watchdog;
    private ChildProcess? _child;
    private Task _watch = Task.CompletedTask;
    private volatile bool _everHealthy;
    private volatile bool _stopping;

    public ResourceInstance(
        Resource resource, int replica, RunSettings settings, ResourceNotificationService notifications, Watchdog watchdog, ConsoleBoard? board)
    {
        (Resource, Replica, Settings, _notifications, _watchdog, _launcher) = (resource, replica, settings, notifications, watchdog, resource.Launcher!);
        Id = resource.Replicas == 1 ? resource.Name : FormattableString.Invariant($"{resource.Name}-{replica + 1}");
        Log = new ResourceLog(Path.Combine(settings.Logs, $"{Id}.log"), line => board?.WriteLine(Id, line));
    }

    public Resource Resource { get; }

    public int Replica { get; }

    public RunSettings Settings { get; }

    public string Id { get; }

    public ResourceLog Log { get; }

    public Task StartAsync(CancellationToken cancellationToken) => InTurnAsync(() => StartCoreAsync(cancellationToken), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) =>
        EndAsync(child => child.StopAsync(_launcher.StopTimeout, cancellationToken), cancellationToken);

    public Task KillAsync(CancellationToken cancellationToken) => EndAsync(child => child.KillAsync(), cancellationToken);

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await StartAsync(cancellationToken);
    }

    public void Publish(string state, HealthStatus? health = null, int? exitCode = null, string? failure = null, string? cause = null)
    {
        var snapshot = new CustomResourceSnapshot
        {
            State = new ResourceStateSnapshot(state),
            HealthStatus = health,
            ExitCode = exitCode,
            Failure = failure,
            Cause = cause,
            Address = Resource.Endpoint?.UrlOf(Replica) ?? "",
            LogName = Path.GetFileName(Log.FilePath),
        };
        _notifications.Publish(new ResourceEvent(Resource, Id, snapshot));
        foreach (var database in (Resource as PostgresServerResource)?.Databases ?? [])
        {
            // A server is called healthy only when its databases exist, so theirs is the same state.
            _notifications.Publish(new ResourceEvent(database, database.Name, snapshot));
        }
    }

    public void Fail(string failure, string? cause = null) => Publish(KnownResourceStates.FailedToStart, failure: failure, cause: cause);

    /// <summary>Frees what the stopped instance holds.</summary>
    public void Dispose()
    {
        _child?.Dispose();
        _gate.Dispose();
        Log.Dispose();
    }

    private async Task InTurnAsync(Func<Task> command, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await command();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task StartCoreAsync(CancellationToken cancellationToken)
    {
        if (_child is { Exited.IsCompleted: false })
        {
            return;
        }

        await _watch;
        _child?.Dispose();
        Publish(KnownResourceStates.Starting);
        try
        {
            if (Resource.Endpoint?.Ports[Replica] is { } port && !Ports.IsFree(port))
            {
                throw new DistributedApplicationException(Ports.Taken(port, Id));
            }

            var plan = await _launcher.PlanAsync(this, cancellationToken);
            _stopping = false;
            _everHealthy = false;
            _child = ChildProcess.Start(plan, _watchdog, Log.Write);
        }
        catch (Exception e) when (e is DistributedApplicationException or IOException or UnauthorizedAccessException or Win32Exception)
        {
            var failure = $"{Id} failed to start: {e.Message}";
            Fail(failure);
            throw new DistributedApplicationException(failure, e);
        }

        Publish(KnownResourceStates.Running, HealthStatus.Unhealthy);
        _watch = WatchAsync(_child);
    }

    private Task EndAsync(Func<ChildProcess, Task> end, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (_child is { Exited.IsCompleted: false } child)
            {
                _stopping = true;
                Publish(KnownResourceStates.Stopping);
                await end(child);
            }

            await _watch;
        },
        cancellationToken);

    /// <summary>Publishes how the process fares, until it has ended.</summary>
    private async Task WatchAsync(ChildProcess child)
    {
        using var ended = new CancellationTokenSource();
        var health = WatchHealthAsync(ended.Token);
        var exitCode = await child.Exited;
        await ended.CancelAsync();
        await health;
        if (_stopping || exitCode == 0)
        {
            Publish(_stopping ? KnownResourceStates.Exited : KnownResourceStates.Finished, exitCode: exitCode);
            return;
        }

        var proven = _everHealthy && _launcher.KnowsHealth;
        var failure = string.Create(
            CultureInfo.InvariantCulture,
            $"{Id} ended with exit code {exitCode}{(proven ? "" : " before it was healthy")}. Its log is {Log.FilePath}, and ends with\n{Log.Tail()}");
        Publish(proven ? KnownResourceStates.Exited : KnownResourceStates.FailedToStart, exitCode: exitCode, failure: failure);
    }

    private async Task WatchHealthAsync(CancellationToken cancellationToken)
    {
        var healthy = false;
        try
        {
            while (!_stopping)
            {
                var served = await _launcher.ProbeAsync(this, cancellationToken);
                if (served != healthy && !_stopping)
                {
                    Publish(KnownResourceStates.Running, served ? HealthStatus.Healthy : HealthStatus.Unhealthy);
                }

                healthy = served;
                _everHealthy |= served;
                await Task.Delay(healthy ? WhileHealthy : WhileStarting, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process has ended.
        }
        catch (DistributedApplicationException e)
        {
            Fail($"{Id} failed to start: {e.Message}");
        }
    }
}
