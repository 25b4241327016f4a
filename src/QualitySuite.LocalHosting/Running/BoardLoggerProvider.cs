using Microsoft.Extensions.Logging;

namespace QualitySuite.LocalHosting.Running;

/// <summary>Prints what the AppHost itself has to say on the board, where a console logger would tear the table; failures to start are printed by the run.</summary>
internal sealed class BoardLoggerProvider(ConsoleBoard board) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new BoardLogger(board, categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Critical : LogLevel.Information);

    public void Dispose()
    {
    }

    private sealed class BoardLogger(ConsoleBoard board, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                board.WriteLine("apphost", $"{formatter(state, exception)} {exception}".TrimEnd());
            }
        }
    }
}
