using System.CommandLine;
using QualitySuite.Cli.Server;
using QualitySuite.Client;
using QualitySuite.Contracts.Scoring;

namespace QualitySuite.Cli.Scorers;

/// <summary><c>quality scorers</c>: which scorers there are, and which one trends show.</summary>
internal static class ScorersCommand
{
    private const int ShownDigits = 12;

    public static Command Create(TextWriter output) => new("scorers", "The scorers of a running suite.") { CreateList(output), CreateUse(output) };

    private static Command CreateList(TextWriter output)
    {
        var metric = new Option<string?>("--metric") { Description = "Only scorers of this metric." };
        var command = new Command("list", "Lists the registered scorers, by metric, oldest first; in use: some worker has it now, primary: trends show it.") { metric };
        ServerOptions.ScoringWorker.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = ServerOptions.ScoringWorker.Connect(parsed);
            return await ServerOptions.RunAsync(http, async () =>
            {
                foreach (var scorer in (await new ScoringClient(http).ListScorersAsync(cancellationToken)).Where(s => parsed.GetValue(metric) is not { } only || s.Metric == only))
                {
                    var state = string.Join(", ", (string[])[scorer.InUse ? "in use" : "not in use", .. scorer.PrimaryFor.Select(a => a == "*" ? "primary" : $"primary for {a}")]);
                    await output.WriteLineAsync($"{scorer.Metric,-24} {scorer.Identity[..ShownDigits]}  {scorer.CreatedAt:yyyy-MM-dd}  {scorer.Description} ({state})");
                }

                return 0;
            });
        });
        return command;
    }

    private static Command CreateUse(TextWriter output)
    {
        var identity = new Argument<string>("identity") { Description = $"Identity of the scorer, or its beginning ({ShownDigits} digits are shown by list)." };
        var app = new Option<string?>("--app") { Description = "Only for this app." };
        var command = new Command("use", "Makes a scorer the one that trends of its metric show. Scores of the others stay, and can be asked for.") { identity, app };
        ServerOptions.ScoringWorker.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = ServerOptions.ScoringWorker.Connect(parsed);
            return await ServerOptions.RunAsync(http, async () =>
            {
                var client = new ScoringClient(http);
                var scorer = Find(await client.ListScorersAsync(cancellationToken), parsed.GetRequiredValue(identity));
                var choice = new PrimaryScorerChoice { Scorer = scorer.Identity, App = parsed.GetValue(app) };
                await client.ChoosePrimaryScorerAsync(choice, cancellationToken);
                await output.WriteLineAsync($"Trends of {scorer.Metric} show {scorer.Identity[..ShownDigits]} ({scorer.Description}) for {choice.App ?? "every app without a choice of its own"}.");
                return 0;
            });
        });
        return command;
    }

    private static RegisteredScorer Find(IReadOnlyList<RegisteredScorer> scorers, string beginning) =>
        scorers.Where(s => s.Identity.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)).ToList() switch
        {
            [var only] => only,
            [] => throw new ToolException($"No registered scorer's identity begins with '{beginning}'; quality scorers list shows them."),
            var several => throw new ToolException($"{several.Count} identities begin with '{beginning}'; give more digits."),
        };
}
