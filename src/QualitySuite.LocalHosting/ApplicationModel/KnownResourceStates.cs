namespace Aspire.Hosting.ApplicationModel;

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
