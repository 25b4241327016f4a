using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A change in the state of one instance of a resource.</summary>
/// <param name="Resource">The resource that changed.</param>
/// <param name="ResourceId">The resource's name, or <c>name-1</c>, <c>name-2</c>, ... where it has replicas.</param>
/// <param name="Snapshot">Its state after the change.</param>
public sealed record ResourceEvent(IResource Resource, string ResourceId, CustomResourceSnapshot Snapshot);

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

    /// <summary>Where it listens, or empty.</summary>
    internal string Address { get; init; } = "";

    /// <summary>Name of its log file in the logs' folder.</summary>
    internal string LogName { get; init; } = "";
}

/// <summary>A state as text.</summary>
/// <param name="Text">One of <see cref="KnownResourceStates"/>.</param>
public sealed record ResourceStateSnapshot(string Text);

/// <summary>The states that a resource passes through.</summary>
public static class KnownResourceStates
{
    /// <summary>Part of the model, but nothing has been done for it yet.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>Waits for the resources it depends on.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>Its data and its process are being made.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>Its process runs; whether it is also healthy says <see cref="CustomResourceSnapshot.HealthStatus"/>.</summary>
    public static readonly string Running = "Running";

    /// <summary>Could not be started, or ended with an error before it was ever healthy.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>Has been told to end.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>Ended after it had been healthy, or was stopped.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>Ended by itself with exit code 0.</summary>
    public static readonly string Finished = "Finished";
}
