using System.CommandLine;
using System.Net;

namespace QualitySuite.Cli.Models;

/// <summary><c>quality models pull</c>.</summary>
internal static class PullCommand
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(20);

    public static Command Create(TextWriter output)
    {
        var names = new Argument<string[]>("pack") { Description = "Packs to install, as 'quality models list' names them.", Arity = ArgumentArity.OneOrMore };
        var from = new Option<string?>("--from")
        {
            Description = "A folder or http address to take files from instead of where they are published. It holds <pack>/<path in the pack>, as a folder of installed packs does.",
        };
        var withEncoder = new Option<bool>("--with-encoder") { Description = "Also install the pack of the encoder that a pack sits on." };
        var patience = new Option<double>("--timeout")
        {
            Description = "Seconds without a byte after which an attempt is given up.",
            DefaultValueFactory = _ => 60,
        };
        patience.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 86_400))
            {
                result.AddError("--timeout must be above 0 and at most 86400 seconds.");
            }
        });
        var packs = PacksOption.Create();
        packs.Aliases.Add("--to");
        var described = PackCatalogue.CreateOption();
        var command = new Command(
            "pull",
            "Downloads model packs: goes on where an earlier pull stopped, verifies every file's SHA-256, runs the pack once, and only then installs it.")
        {
            names, from, withEncoder, patience, packs, described,
        };
        command.SetAction((parsed, cancellationToken) => PackOption.RunAsync(async () =>
        {
            var installed = InstalledPacks.Locate(parsed.GetValue(packs));
            using var http = CreateClient();
            var download = new FileDownload(http, TimeSpan.FromSeconds(parsed.GetValue(patience)), TimeProvider.System);
            var report = new PullReport(output);
            var pull = new PackPull(installed, new PackOrigin(download, parsed.GetValue(from)), report);
            var catalogue = PackCatalogue.Open(parsed.GetValue(described));
            var wanted = parsed.GetRequiredValue(names).Select(catalogue.Find).ToList();
            if (parsed.GetValue(withEncoder))
            {
                wanted = [.. wanted.SelectMany(p => p.EncoderPacks).Where(e => !installed.IsAtHand(e)).Select(catalogue.Find), .. wanted];
            }

            foreach (var pack in wanted.DistinctBy(p => p.Name).OrderBy(p => p.EncoderPacks.Count))
            {
                await pull.RunAsync(pack, cancellationToken);
            }

            TellOfMissingEncoders(wanted, installed, report);
        }, cancellationToken));
        return command;
    }

    private static void TellOfMissingEncoders(IEnumerable<CataloguePack> pulled, InstalledPacks installed, PullReport report)
    {
        foreach (var pack in pulled)
        {
            foreach (var encoder in pack.EncoderPacks.Where(e => !installed.IsAtHand(e)))
            {
                report.Line($"{pack.Name} sits on the embeddings of {encoder}, which is not installed here; until it is, {pack.Name} gives nothing: quality models pull {encoder}");
            }
        }
    }

    private static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        ConnectTimeout = ConnectPatience,

        // Hashes are over the bytes as they are published.
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "quality-models-pull" } },
    };
}
