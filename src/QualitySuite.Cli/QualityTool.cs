using System.CommandLine;
using QualitySuite.Cli.Inspect;
using QualitySuite.Cli.Models;
using QualitySuite.Cli.Rescoring;
using QualitySuite.Cli.Scorers;
using QualitySuite.Cli.Stats;

namespace QualitySuite.Cli;

/// <summary>The <c>quality</c> tool. Results go to the output, what went wrong to the error stream with exit code 1, wrong usage with 2.</summary>
internal static class QualityTool
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Scores, packs and statistics of QualitySuite from the command line.")
        {
            InspectCommand.Create(output),
            ModelsCommand.Create(output),
            RescoreCommand.Create(output, TimeProvider.System),
            ScorersCommand.Create(output),
            StatsCommand.Create(input, output),
        };
        var parsed = root.Parse(arguments);
        try
        {
            var result = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? WrongUsage : result;
        }
        catch (ToolException exception)
        {
            await error.WriteLineAsync($"quality: {exception.Message}");
            return Failed;
        }
    }
}
