using System.CommandLine;
using QualitySuite.Cli.Compare;
using QualitySuite.Cli.Evaluate;
using QualitySuite.Cli.Import;
using QualitySuite.Cli.Inspect;
using QualitySuite.Cli.Models;
using QualitySuite.Cli.Rescoring;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Scorers;
using QualitySuite.Cli.Stats;

namespace QualitySuite.Cli;

/// <summary>The <c>quality</c> tool. Results go to the output, what went wrong to the error stream with exit code 1, wrong usage with 2, Ctrl-C with 130.</summary>
internal static class QualityTool
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>What a shell reports of a program that SIGINT ended.</summary>
    private const int Stopped = 130;

    /// <summary>Between Ctrl-C and a hard end: what is in hand is finished first.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Scores, packs and statistics of QualitySuite from the command line.")
        {
            CompareCommand.Create(output, error),
            EvaluateCommand.Create(output, error),
            ImportCommand.Create(output, error, TimeProvider.System),
            InspectCommand.Create(output),
            ModelsCommand.Create(output),
            RescoreCommand.Create(output, TimeProvider.System),
            ScoreCommand.Create(output, error),
            ScorersCommand.Create(output),
            StatsCommand.Create(input, output),
        };
        var parsed = root.Parse(arguments);
        try
        {
            var result = await parsed.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopTimeout });
            return parsed.Errors.Count > 0 ? WrongUsage : result;
        }
        catch (ToolException exception)
        {
            await error.WriteLineAsync($"quality: {exception.Message}");
            return Failed;
        }
        catch (OperationCanceledException exception)
        {
            await error.WriteLineAsync($"quality: {(exception as StoppedException)?.Message ?? "stopped."}");
            return Stopped;
        }
    }
}
