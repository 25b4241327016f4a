using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Models;

/// <summary><c>quality models</c>: what a pack holds and whether it works here.</summary>
internal static class ModelsCommand
{
    private const int HasProblems = 1;

    public static Command Create(TextWriter output) => new("models", "Model packs.") { CreateVerify(output) };

    private static Command CreateVerify(TextWriter output)
    {
        var pack = PackOption.Create();
        var command = new Command(
            "verify", "Loads a pack as the worker does (hashes, tensors, canaries), tells what each part gives, and ends with 1 when one cannot be used.") { pack };
        command.SetAction(parsed => PackOption.Run(() =>
        {
            using var engine = new ScoringEngine(new ScoringEngineOptions { PackPath = parsed.GetRequiredValue(pack) }, NullLogger<ScoringEngine>.Instance);
            output.WriteLine($"{engine.Packs[0].Name} {engine.Packs[0].Version}");
            foreach (var part in engine.Parts)
            {
                output.WriteLine($"  {part.Name} ({part.Kind}, {part.Licence}): {part.Problem ?? $"works; gives {Describe(part.Metrics)}"}");
            }

            foreach (var scorer in engine.Scorers.Where(s => engine.Parts.Any(p => p.Metrics.Contains(s.Metric))))
            {
                output.WriteLine($"  {scorer.Metric} {scorer.Identity}");
            }

            return engine.Parts.Any(p => p.Problem is not null) ? HasProblems : 0;
        }));
        return command;
    }

    private static string Describe(IReadOnlyList<string> metrics) => metrics.Count == 0 ? "embeddings only" : string.Join(", ", metrics);
}
