namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a wait for health does when the resource fails to start.</summary>
public enum WaitBehavior
{
    /// <summary>Goes on waiting: somebody may start it again.</summary>
    WaitOnResourceUnavailable,

    /// <summary>Ends with an exception that says why the resource failed.</summary>
    StopOnResourceUnavailable,
}
