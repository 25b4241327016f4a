using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A change in the state of one instance of a resource.</summary>
public sealed class ResourceEvent
{
    internal ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
    {
        Resource = resource;
        ResourceId = resourceId;
        Snapshot = snapshot;
    }

    /// <summary>The resource that changed.</summary>
    public IResource Resource { get; }

    /// <summary>The resource's name, or <c>name-1</c>, <c>name-2</c>, ... where it has replicas.</summary>
    public string ResourceId { get; }

    /// <summary>Its state after the change.</summary>
    public CustomResourceSnapshot Snapshot { get; }
}

/// <summary>The state of one instance of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>One of <see cref="KnownResourceStates"/>.</summary>
    public required ResourceStateSnapshot? State { get; init; }

    /// <summary>What its health check last said; null while it does not run.</summary>
    public HealthStatus? HealthStatus { get; init; }

    /// <summary>What its process ended with; 128 + signal where a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it failed, with the log file's name.</summary>
    internal string? Failure { get; init; }

    /// <summary>What made it fail, where that is the failure of another resource.</summary>
    internal string? Cause { get; init; }

    internal string? FailureWithCause => Cause is null ? Failure : $"{Failure} {Cause}";
}

/// <summary>A state as text.</summary>
/// <param name="Text">One of <see cref="KnownResourceStates"/>.</param>
public sealed record ResourceStateSnapshot(string Text);
