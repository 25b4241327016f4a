using System.CommandLine;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary><c>quality models list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(TextWriter output)
    {
        var packs = PacksOption.Create();
        var described = PackCatalogue.CreateOption();
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("list", "The packs that are installed and those that can be pulled, with what each gives.") { json, packs, described };
        command.SetAction(parsed => PackOption.Run(() =>
        {
            var installed = InstalledPacks.Locate(parsed.GetValue(packs));
            List<ListedPack> listed =
            [
                .. installed.Names().Select(name => DescribeInstalled(installed, name)),
                .. PackCatalogue.Open(parsed.GetValue(described)).Packs.Where(p => !installed.Has(p.Name)).Select(p => DescribeAvailable(installed, p)),
            ];
            if (parsed.GetValue(json))
            {
                Json.Write(output, new { folder = installed.Folder, packs = listed });
            }
            else
            {
                Write(output, installed, listed);
            }

            return 0;
        }));
        return command;
    }

    private static ListedPack DescribeInstalled(InstalledPacks installed, string name)
    {
        try
        {
            var pack = ModelPack.Open(installed.PathOf(name));
            var bytes = pack.Parts.SelectMany(p => p.Files.Keys).Distinct().Select(f => new FileInfo(Path.Combine(pack.Folder, f))).Where(f => f.Exists).Sum(f => f.Length);
            var problem = string.Join(' ', pack.Parts.Where(p => p.Problem is not null).Select(p => $"{p.Name}: {p.Problem}"));
            return new ListedPack(name, pack.Version, true, MetricsOf(pack), pack.Licence, bytes, EncodersOf(installed, pack), problem.Length > 0 ? problem : null);
        }
        catch (ModelPackException exception)
        {
            return new ListedPack(name, "", true, [], "", 0, [], exception.Message);
        }
    }

    private static ListedPack DescribeAvailable(InstalledPacks installed, CataloguePack pack) => new(
        pack.Name, pack.Pack.Version, false, MetricsOf(pack.Pack), pack.Pack.Licence, pack.Source.ApproximateBytes.Values.Sum(), EncodersOf(installed, pack.Pack), null);

    private static List<string> MetricsOf(ModelPack pack) => [.. pack.Parts.SelectMany(p => p.Metrics).Distinct()];

    private static List<ListedEncoder> EncodersOf(InstalledPacks installed, ModelPack pack) =>
    [
        .. pack.Parts.Select(p => p.Encoder).OfType<string>().Where(e => e.Contains('/', StringComparison.Ordinal)).Distinct()
            .Select(e => new ListedEncoder(e.Split('/')[0], installed.HasEncoder(e))),
    ];

    private static void Write(TextWriter output, InstalledPacks installed, List<ListedPack> listed)
    {
        output.WriteLine($"Installed in {installed.Folder}:");
        Write(output, [.. listed.Where(p => p.Installed)], "  none");
        output.WriteLine("To be pulled (quality models pull <pack>):");
        Write(output, [.. listed.Where(p => !p.Installed)], "  no others");
    }

    private static void Write(TextWriter output, List<ListedPack> packs, string none)
    {
        if (packs.Count == 0)
        {
            output.WriteLine(none);
        }

        foreach (var pack in packs)
        {
            var gives = pack.Metrics.Count == 0 ? "embeddings only" : string.Join(", ", pack.Metrics);
            var encoders = string.Concat(pack.Encoders.Select(e => $"; needs {e.Pack} ({(e.Installed ? "installed" : "not installed")})"));
            output.WriteLine($"  {pack.Name,-20} {pack.Version,-8} {Bytes.Format(pack.Bytes),8}  {pack.Licence}; gives {gives}{encoders}");
            if (pack.Problem is not null)
            {
                output.WriteLine($"    {pack.Problem}");
            }
        }
    }

    private sealed record ListedPack(
        string Name, string Version, bool Installed, IReadOnlyList<string> Metrics, string Licence, long Bytes, IReadOnlyList<ListedEncoder> Encoders, string? Problem);

    private sealed record ListedEncoder(string Pack, bool Installed);
}
