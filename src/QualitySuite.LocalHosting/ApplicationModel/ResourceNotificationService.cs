using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Tells how the states of resources change. Safe for concurrent use.</summary>
public sealed class ResourceNotificationService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = [];
    private readonly List<Channel<ResourceEvent>> _watchers = [];

    /// <summary>Every current state, then every change, in order and without gaps, until cancelled or the application has ended.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_lock)
        {
            foreach (var known in _current.Values)
            {
                channel.Writer.TryWrite(known);
            }

            _watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>Waits until any instance of the resource, or one replica named by its id, is in one of the <see cref="KnownResourceStates"/>.</summary>
    public async Task WaitForResourceAsync(string resourceName, string targetState, CancellationToken cancellationToken = default) =>
        await WaitForResourceAsync(resourceName, change => change.Snapshot.State?.Text == targetState, cancellationToken);

    /// <summary>Waits until any instance of the resource satisfies the predicate.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if ((change.Resource.Name == resourceName || change.ResourceId == resourceName) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException($"The application ended while {resourceName} was waited for.", cancellationToken);
    }

    /// <summary>Waits until every replica of the resource runs and is healthy.</summary>
    /// <exception cref="DistributedApplicationException">The resource failed to start.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.StopOnResourceUnavailable, cancellationToken);

    /// <summary>Waits until every replica of the resource runs and is healthy.</summary>
    /// <exception cref="DistributedApplicationException">The resource failed to start and <paramref name="waitBehavior"/> is to stop then.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var healthy = new HashSet<string>();
        return WaitForResourceAsync(
            resourceName,
            change =>
            {
                if (waitBehavior == WaitBehavior.StopOnResourceUnavailable && change.Snapshot.State?.Text == KnownResourceStates.FailedToStart)
                {
                    throw new DistributedApplicationException(change.Snapshot.FailureWithCause ?? $"{change.ResourceId} failed to start.");
                }

                _ = change.Snapshot.HealthStatus == HealthStatus.Healthy ? healthy.Add(change.ResourceId) : healthy.Remove(change.ResourceId);
                return healthy.Count == (change.ResourceId == resourceName ? 1 : ((Resource)change.Resource).Replicas);
            },
            cancellationToken);
    }

    internal void Publish(ResourceEvent change)
    {
        lock (_lock)
        {
            _current[change.ResourceId] = change;
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(change));
        }
    }

    /// <summary>Ends every watch once it has seen what was published so far.</summary>
    internal void Complete()
    {
        lock (_lock)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }
    }
}

/// <summary>What a wait for health does when the resource fails to start.</summary>
public enum WaitBehavior
{
    /// <summary>Goes on waiting: somebody may start it again.</summary>
    WaitOnResourceUnavailable,

    /// <summary>Ends with an exception that says why the resource failed.</summary>
    StopOnResourceUnavailable,
}
