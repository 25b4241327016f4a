using Microsoft.Extensions.Logging;

namespace QualitySuite.LocalHosting.Running;

/// <summary>Prints what the AppHost itself has to say on the board, where a console logger would tear the table; failures to start are printed by the run.</summary>
internal sealed class BoardLoggerProvider(IServiceProvider services) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new BoardLogger(services, categoryName);

    public void Dispose()
    {
    }

    /// <summary>Asks for the board only when there is something to print: the board's own parts have loggers too.</summary>
    private sealed class BoardLogger(IServiceProvider services, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel >= (category.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Critical : LogLevel.Information);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                services.GetRequiredService<ConsoleBoard>().WriteLine("apphost", $"{formatter(state, exception)} {exception}".TrimEnd());
            }
        }
    }
}
