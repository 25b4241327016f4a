namespace QualitySuite.LocalHosting.Running;

/// <summary>How a process is made of a resource, and how one sees that it is ready.</summary>
internal abstract class Launcher
{
    /// <summary>How long a process may take to end after its stop signal before it is killed.</summary>
    public virtual TimeSpan StopTimeout => TimeSpan.FromSeconds(10);

    /// <summary>Whether the probe asks the process; where it does not, a process may fail at any time without having been healthy.</summary>
    public virtual bool KnowsHealth => true;

    /// <summary>Checks what can be checked before anything is started, such as that its program is installed.</summary>
    /// <exception cref="Aspire.Hosting.DistributedApplicationException">The application cannot run; the message says what to do.</exception>
    public abstract void Preflight();

    /// <summary>Makes what the process needs and says how to start it.</summary>
    public abstract Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken);

    /// <summary>Whether the running process serves.</summary>
    /// <exception cref="Aspire.Hosting.DistributedApplicationException">It never will.</exception>
    public abstract Task<bool> ProbeAsync(ResourceInstance instance, CancellationToken cancellationToken);
}

/// <summary>One process to start.</summary>
/// <param name="FileName">A path, or a name found on PATH.</param>
/// <param name="Arguments">Its arguments; visible to every user of the machine, so no secrets.</param>
/// <param name="WorkingDirectory">Its folder.</param>
/// <param name="Environment">Set on top of the AppHost's own environment.</param>
/// <param name="User">The user to run as, or null for the AppHost's own.</param>
/// <param name="StopSignal">What makes it end in order.</param>
internal sealed record LaunchPlan(
    string FileName,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string>? Environment = null,
    UnixUser? User = null,
    int StopSignal = Posix.SigTerm);
