namespace QualitySuite.Cli;

/// <summary>Ctrl-C, with what has become of the work: the message is shown as it is.</summary>
internal sealed class StoppedException(string message) : OperationCanceledException(message)
{
    /// <summary>Runs work that puts its results in place when all are complete.</summary>
    /// <exception cref="StoppedException">It was stopped.</exception>
    public static async Task<T> WithNothingWrittenAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new StoppedException("stopped; nothing was written.");
        }
    }
}
