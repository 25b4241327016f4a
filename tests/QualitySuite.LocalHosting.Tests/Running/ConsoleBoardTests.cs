using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using QualitySuite.LocalHosting.Running;
using Spectre.Console;

namespace QualitySuite.LocalHosting.Tests.Running;

public sealed class ConsoleBoardTests
{
    [Fact]
    public async Task Lines_above_the_table_leave_nothing_of_it_behind_and_it_ends_with_how_things_ended()
    {
        using var screen = new Screen(width: 72, height: 16);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(screen),
        });
        (console.Profile.Width, console.Profile.Height) = (72, 16);
        var board = new ConsoleBoard(console, isTerminal: true);
        var notifications = new ResourceNotificationService();
        var showing = board.ShowAsync(notifications);

        notifications.Publish(Change(KnownResourceStates.Running, HealthStatus.Healthy, null));
        await screen.WaitForAsync("Healthy");
        board.WriteLine("service", "short");
        board.WriteLine("service", "a line of so many words that it does not fit on this narrow terminal");
        screen.Write("^C");
        notifications.Publish(Change(KnownResourceStates.Exited, null, 0));
        notifications.Complete();
        await showing;

        Assert.Equal(
            """
            service          short
            service          a line of so many words that it does not fit on this
            narrow terminal
            ╭──────────┬──────────────────────┬────────┬─────────────┬─────────────╮
            │ Resource │ State                │ Health │ URL         │ Log         │
            ├──────────┼──────────────────────┼────────┼─────────────┼─────────────┤
            │ service  │ Exited (exit code 0) │        │ 127.0.0.1:1 │ service.log │
            ╰──────────┴──────────────────────┴────────┴─────────────┴─────────────╯
            """,
            screen.Text);
    }

    private static ResourceEvent Change(string state, HealthStatus? health, int? exitCode) =>
        new(new ExecutableResource("service"), "service", new CustomResourceSnapshot
        {
            State = new ResourceStateSnapshot(state),
            HealthStatus = health,
            ExitCode = exitCode,
            Address = "127.0.0.1:1",
            LogName = "service.log",
        });

    /// <summary>As much of a terminal as the board uses: text, line feeds, and the sequences that move the cursor up and erase. Safe for concurrent use.</summary>
    private sealed class Screen(int width, int height) : TextWriter
    {
        private readonly Lock _gate = new();
        private readonly char[][] _cells = [.. Enumerable.Range(0, height).Select(_ => Blank(width))];
        private string _sequence = "";
        private int _row;
        private int _column;

        public override Encoding Encoding => Encoding.UTF8;

        public string Text
        {
            get
            {
                lock (_gate)
                {
                    return string.Join('\n', _cells.Select(row => new string(row).TrimEnd())).TrimEnd();
                }
            }
        }

        public override void Write(char value)
        {
            lock (_gate)
            {
                if (value == '\e' || _sequence.Length > 0)
                {
                    _sequence += value;
                    if (char.IsAsciiLetter(value))
                    {
                        Obey(value, int.TryParse(_sequence[2..^1], out var number) ? number : null);
                        _sequence = "";
                    }
                }
                else if (value is '\r' or '\n')
                {
                    (_row, _column) = (value == '\n' ? _row + 1 : _row, 0);
                }
                else
                {
                    _cells[_row][_column++] = value;
                }
            }
        }

        public async Task WaitForAsync(string text)
        {
            while (!Text.Contains(text, StringComparison.Ordinal))
            {
                await Task.Delay(10, LocalApp.Patience);
            }
        }

        private static char[] Blank(int width) => [.. Enumerable.Repeat(' ', width + 2)];

        private void Obey(char command, int? number)
        {
            if (command == 'A')
            {
                _row -= number ?? 1;
            }
            else if (command == 'K' && number == 2)
            {
                _cells[_row] = Blank(width);
            }
            else if (command is 'J' && number is null or 0)
            {
                Array.Fill(_cells[_row], ' ', _column, width + 2 - _column);
                for (var below = _row + 1; below < height; below++)
                {
                    _cells[below] = Blank(width);
                }
            }
        }
    }
}
