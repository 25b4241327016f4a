using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace QualitySuite.LocalHosting.Running;

/// <summary>One replica of a resource: its process, its state, its log. Commands run one at a time.</summary>
internal sealed class ResourceInstance(
    Resource resource, int replica, RunSettings settings, ResourceNotificationService notifications, Watchdog watchdog, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Launcher _launcher = resource.Launcher!;
    private CancellationTokenSource _watching = new();
    private ChildProcess? _child;
    private Task _watch = Task.CompletedTask;
    private volatile bool _everHealthy;
    private volatile bool _stopping;

    public Resource Resource { get; } = resource;

    public int Replica { get; } = replica;

    public RunSettings Settings { get; } = settings;

    public string Id { get; } = IdOf(resource, replica);

    public ResourceLog Log { get; } = new(Path.Combine(settings.Logs, $"{IdOf(resource, replica)}.log"));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await StartCoreAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        EndAsync(child => child.StopAsync(_launcher.StopTimeout, time, cancellationToken), cancellationToken);

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
        };
        notifications.Publish(new ResourceEvent(Resource, Id, snapshot));
        foreach (var database in (Resource as PostgresServerResource)?.Databases ?? [])
        {
            // A server is called healthy only when its databases exist, so theirs is the same state.
            notifications.Publish(new ResourceEvent(database, database.Name, snapshot));
        }
    }

    public void Fail(string failure, string? cause = null) => Publish(KnownResourceStates.FailedToStart, failure: failure, cause: cause);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _watching.Dispose();
        _gate.Dispose();
        Log.Dispose();
    }

    private static string IdOf(Resource resource, int replica) =>
        resource.Replicas == 1 ? resource.Name : FormattableString.Invariant($"{resource.Name}-{replica + 1}");

    private async Task StartCoreAsync(CancellationToken cancellationToken)
    {
        if (_child is { Exited.IsCompleted: false })
        {
            return;
        }

        await ForgetAsync();
        Publish(KnownResourceStates.Starting);
        try
        {
            CheckPorts();
            var plan = await _launcher.PlanAsync(this, cancellationToken);
            _stopping = false;
            _everHealthy = false;
            _child = ChildProcess.Start(plan, watchdog, Log.Write);
        }
        catch (Exception e) when (e is DistributedApplicationException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            var failure = $"{Id} failed to start: {e.Message}";
            Fail(failure);
            throw new DistributedApplicationException(failure, e);
        }

        Publish(KnownResourceStates.Running, HealthStatus.Unhealthy);
        _watching = new CancellationTokenSource();
        _watch = Task.WhenAll(WatchHealthAsync(_child, _watching.Token), WatchExitAsync(_child, _watching));
    }

    private void CheckPorts()
    {
        foreach (var port in Resource.Endpoints.Select(endpoint => endpoint.Ports[Replica]).Where(port => !Ports.IsFree(port)))
        {
            throw new DistributedApplicationException(
                FormattableString.Invariant($"port {port} of {Id} is in use. Stop what listens there (`ss -ltnp 'sport = :{port}'` names it)."));
        }
    }

    private async Task EndAsync(Func<ChildProcess, Task> end, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_child is { Exited.IsCompleted: false } child)
            {
                _stopping = true;
                Publish(KnownResourceStates.Stopping);
                await end(child);
                await _watch;
            }

            await ForgetAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ForgetAsync()
    {
        if (_child is not null)
        {
            await _watch;
            _child.Dispose();
            _watching.Dispose();
            _child = null;
        }
    }

    private async Task WatchHealthAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        var healthy = false;
        try
        {
            while (!child.Exited.IsCompleted)
            {
                var served = await _launcher.ProbeAsync(this, cancellationToken);
                if (served && !_everHealthy)
                {
                    await _launcher.PrepareAsync(cancellationToken);
                    _everHealthy = true;
                }

                if (served != healthy && !_stopping)
                {
                    Publish(KnownResourceStates.Running, served ? HealthStatus.Healthy : HealthStatus.Unhealthy);
                }

                healthy = served;
                await Task.Delay(healthy ? WhileHealthy : WhileStarting, time, cancellationToken);
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

    private async Task WatchExitAsync(ChildProcess child, CancellationTokenSource watching)
    {
        var exitCode = await child.Exited;
        await watching.CancelAsync();
        if (_stopping)
        {
            Publish(KnownResourceStates.Exited, exitCode: exitCode);
        }
        else if (exitCode == 0)
        {
            Publish(KnownResourceStates.Finished, exitCode: exitCode);
        }
        else
        {
            var proven = _everHealthy && _launcher.KnowsHealth;
            var failure = string.Create(
                CultureInfo.InvariantCulture,
                $"{Id} ended with exit code {exitCode}{(proven ? "" : " before it was healthy")}. Its log is {Log.FilePath}, and ends with\n{Log.Tail()}");
            Publish(proven ? KnownResourceStates.Exited : KnownResourceStates.FailedToStart, exitCode: exitCode, failure: failure);
        }
    }
}
