namespace Aspire.Hosting.ApplicationModel;

/// <summary>Starts, stops, restarts and kills single resources while the others go on.</summary>
public sealed class ResourceCommandService
{
    private readonly Orchestrator _orchestrator;

    internal ResourceCommandService(Orchestrator orchestrator) => _orchestrator = orchestrator;

    /// <summary>
    /// Runs a command and returns when it is done: a stopped process has ended, a started one runs (wait for its health separately).
    /// </summary>
    /// <param name="resourceId">A resource's name (then every replica), or the id of one replica such as <c>scoring-worker-2</c>.</param>
    /// <param name="commandName">
    /// <c>resource-start</c>, <c>resource-stop</c>, <c>resource-restart</c>, or, only on this host, <c>resource-kill</c>: SIGKILL to every
    /// process of the resource at once, as a power cut would do.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; the command may have been carried out.</param>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var instances = _orchestrator.Find(resourceId);
        if (instances.Count == 0)
        {
            return new ExecuteCommandResult(false, $"Resource '{resourceId}' not found.");
        }

        try
        {
            await Task.WhenAll(instances.Select(instance => ExecuteAsync(instance, commandName, cancellationToken)));
            return new ExecuteCommandResult(true);
        }
        catch (DistributedApplicationException e)
        {
            return new ExecuteCommandResult(false, e.Message);
        }
    }

    private static Task ExecuteAsync(ResourceInstance instance, string commandName, CancellationToken cancellationToken) => commandName switch
    {
        "resource-start" => instance.StartAsync(cancellationToken),
        "resource-stop" => instance.StopAsync(cancellationToken),
        "resource-restart" => instance.RestartAsync(cancellationToken),
        "resource-kill" => instance.KillAsync(cancellationToken),
        _ => throw new DistributedApplicationException($"Command '{commandName}' not available for resource '{instance.Id}'."),
    };
}

/// <summary>How a command ended.</summary>
/// <param name="Success">Whether it was carried out.</param>
/// <param name="Message">Why not.</param>
public sealed record ExecuteCommandResult(bool Success, string? Message = null);
