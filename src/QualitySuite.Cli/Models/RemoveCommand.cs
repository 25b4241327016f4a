using System.CommandLine;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary><c>quality models remove</c>.</summary>
internal static class RemoveCommand
{
    public static Command Create(TextWriter output)
    {
        var name = new Argument<string>("pack") { Description = "An installed pack." };
        var packs = PacksOption.Create();
        var command = new Command("remove", "Deletes an installed pack. Workers that run keep it until they start again; scores that it gave stay.") { name, packs };
        command.SetAction(parsed => PackOption.Run(() =>
        {
            var installed = InstalledPacks.Locate(parsed.GetValue(packs));
            var pack = parsed.GetRequiredValue(name);
            installed.Remove(pack);
            output.WriteLine($"Removed {pack} from {installed.Folder}.");
            foreach (var other in SittingOn(pack, installed))
            {
                output.WriteLine($"{other} sits on its embeddings and gives nothing until it is back.");
            }

            return 0;
        }));
        return command;
    }

    private static IEnumerable<string> SittingOn(string pack, InstalledPacks installed) => installed.Names().Where(name =>
    {
        try
        {
            return ModelPack.Open(installed.PathOf(name)).Parts.Any(p => p.Encoder?.StartsWith(pack + "/", StringComparison.Ordinal) == true);
        }
        catch (ModelPackException)
        {
            // A pack that cannot be read sits on nothing.
            return false;
        }
    });
}
