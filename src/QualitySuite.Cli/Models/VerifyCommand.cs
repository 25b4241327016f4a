using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Scoring;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary><c>quality models verify</c>.</summary>
internal static class VerifyCommand
{
    private const int HasProblems = 1;

    public static Command Create(TextWriter output)
    {
        var target = new Argument<string?>("pack") { Description = "An installed pack's name, or a pack's folder.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string?>("--pack", "-p") { Description = "The same, by option." };
        var all = new Option<bool>("--all") { Description = "Every installed pack." };
        var record = new Option<bool>("--record") { Description = "First record anew the canaries that installation recorded, after a wanted change of runtime or machine. Those that came with the pack stay." };
        var packs = PacksOption.Create();
        var command = new Command(
            "verify", "Loads a pack as the worker does (hashes, tensors, canaries), tells what each part gives, and ends with 1 when one cannot be used.")
        {
            target, folder, all, record, packs,
        };
        command.SetAction(parsed => PackOption.Run(() =>
        {
            var named = parsed.GetValue(target) ?? parsed.GetValue(folder);
            var installed = named is not null && Directory.Exists(named) && string.IsNullOrEmpty(parsed.GetValue(packs)) ? null : InstalledPacks.Locate(parsed.GetValue(packs));
            var folders = Choose(named, parsed.GetValue(all), installed);
            if (parsed.GetValue(record))
            {
                folders.ForEach(f => PackTrial.Run(f, CanaryRecording.Renew));
            }

            // All of them, whatever the first is like.
            var works = folders.ConvertAll(f => Verify(f, output));
            return works.Contains(false) ? HasProblems : 0;
        }));
        return command;
    }

    private static List<string> Choose(string? named, bool all, InstalledPacks? installed) => (named, all) switch
    {
        (null, true) => [.. installed!.Names().Select(installed.PathOf)],
        (null, false) => throw new ToolException("Say which pack: an installed one's name, a folder, or --all."),
        (_, true) => throw new ToolException("Say either a pack or --all."),
        _ when installed?.Names().Contains(named) == true => [installed.PathOf(named)],
        _ => [named],
    };

    private static bool Verify(string folder, TextWriter output)
    {
        using var engine = new ScoringEngine(new ScoringEngineOptions { PackPath = folder }, NullLogger<ScoringEngine>.Instance);
        output.WriteLine($"{engine.PackName} {engine.PackVersion}");
        foreach (var part in engine.Parts)
        {
            output.WriteLine($"  {part.Name} ({part.Kind}, {part.Licence}): {part.Problem ?? $"works; gives {Describe(part.Metrics)}"}");
        }

        foreach (var scorer in engine.Scorers.Where(s => engine.Parts.Any(p => p.Metrics.Contains(s.Metric))))
        {
            output.WriteLine($"  {scorer.Metric} {scorer.Identity}");
        }

        return engine.Parts.All(p => p.Problem is null);
    }

    private static string Describe(IReadOnlyList<string> metrics) => metrics.Count == 0 ? "embeddings only" : string.Join(", ", metrics);
}
