using Microsoft.Extensions.Logging;
using QualitySuite.Client.Sending;

namespace QualitySuite.Cli.Import;

/// <summary>Says on the error stream that the server is away and that the import waits for it.</summary>
internal sealed class OutageNotes(TextWriter error) : ILogger<BatchDelivery>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (error)
        {
            error.WriteLine(formatter(state, exception));
        }
    }
}
