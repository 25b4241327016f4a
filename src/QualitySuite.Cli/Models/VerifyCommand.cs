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
        var place = PacksOption.Create();
        var command = new Command(
            "verify", "Loads a pack as the worker does (hashes, tensors, canaries), tells what each part gives, and ends with 1 when one cannot be used.")
        {
            target, folder, all, record, place,
        };
        command.SetAction(parsed => PackOption.Run(() =>
        {
            var named = parsed.GetValue(target) ?? parsed.GetValue(folder);
            var installed = new Lazy<InstalledPacks>(() => InstalledPacks.Locate(parsed.GetValue(place)));
            var folders = Choose(named, parsed.GetValue(all), installed);
            var packs = folders.Select(f => Open(f, folders.Count == 1, output)).OfType<ModelPack>().ToList();
            if (parsed.GetValue(record))
            {
                packs.ForEach(p => PackTrial.Run(p.Folder, CanaryRecording.Renew));
                packs = packs.ConvertAll(p => ModelPack.Open(p.Folder));
            }

            var works = packs.Count == 0 || Verify(packs, named is null ? AllOf(packs, installed.Value) : PackLoading.Of(packs[0], parsed.GetValue(place)), output);
            return works && packs.Count == folders.Count ? 0 : HasProblems;
        }));
        return command;
    }

    private static List<string> Choose(string? named, bool all, Lazy<InstalledPacks> installed) => (named, all) switch
    {
        (null, true) => [.. installed.Value.Names().Select(installed.Value.PathOf)],
        (null, false) => throw new ToolException("Say which pack: an installed one's name, a folder, or --all."),
        (_, true) => throw new ToolException("Say either a pack or --all."),
        _ when IsFolder(named) => [named],
        _ => [installed.Value.Names().Contains(named) ? installed.Value.PathOf(named) : named],
    };

    /// <summary>Something with a slash, or that looks like a pack; else it is the name of an installed one.</summary>
    private static bool IsFolder(string named) => named.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || File.Exists(Path.Combine(named, ModelPack.ManifestName));

    /// <summary>Null, with a line about it, for one of several that is no pack that can be read.</summary>
    private static ModelPack? Open(string folder, bool isOnlyOne, TextWriter output)
    {
        try
        {
            return ModelPack.Open(folder);
        }
        catch (ModelPackException exception) when (!isOnlyOne)
        {
            output.WriteLine($"{Path.GetFileName(folder)}: {exception.Message}");
            return null;
        }
    }

    /// <summary>As a worker that starts now: its usual pack first, where there is one.</summary>
    private static ScoringEngineOptions AllOf(List<ModelPack> packs, InstalledPacks installed) =>
        new() { PackPath = UsualPack.Find()?.Folder ?? packs[0].Folder, InstalledPacks = installed.Folder };

    private static bool Verify(List<ModelPack> packs, ScoringEngineOptions options, TextWriter output)
    {
        using var engine = new ScoringEngine(options, NullLogger<ScoringEngine>.Instance);
        var works = true;
        foreach (var pack in packs)
        {
            output.WriteLine($"{pack.Name} {pack.Version}");
            if (PackLoading.RefusalOf(pack, options, engine) is { } refusal)
            {
                output.WriteLine($"  {pack.Folder} is not loaded: {refusal}");
                works = false;
                continue;
            }

            var parts = engine.Parts.Where(p => p.Pack == pack.Name && !p.IsWholePack()).ToList();
            Write(parts, output);
            works &= parts.Count > 0 && parts.TrueForAll(p => p.Problem is null);
        }

        foreach (var scorer in engine.Scorers.Where(s => packs.SelectMany(p => p.Parts).Any(p => p.Metrics.Contains(s.Metric))))
        {
            output.WriteLine($"  {scorer.Metric} {scorer.Identity} {scorer.Description}");
        }

        return works;
    }

    private static void Write(List<LoadedPart> parts, TextWriter output)
    {
        if (parts.Count == 0)
        {
            output.WriteLine("  has no parts");
        }

        foreach (var part in parts)
        {
            output.WriteLine($"  {part.Name} ({part.Kind}, {part.Licence}): {part.Problem ?? $"works; gives {Describe(part.Metrics)}"}");
        }
    }

    private static string Describe(IReadOnlyList<string> metrics) => metrics.Count == 0 ? "embeddings only" : string.Join(", ", metrics);
}
