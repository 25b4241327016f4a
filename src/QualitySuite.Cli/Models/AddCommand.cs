using System.CommandLine;
using System.Text.RegularExpressions;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary><c>quality models add</c>: takes in a pack of one's own.</summary>
internal static partial class AddCommand
{
    public static Command Create(TextWriter output)
    {
        var folder = new Argument<string>("folder") { Description = "A folder with a pack.json, or a CLIP as Hugging Face's tools export it." };
        var name = new Option<string?>("--name") { Description = "Name to install it under; without it, its own." };
        var packs = PacksOption.Create();
        var command = new Command("add", "Checks a pack of your own by running it once, and copies it into the folder of installed packs.") { folder, name, packs };
        command.SetAction(parsed => PackOption.Run(() =>
        {
            var pack = ModelPack.Open(parsed.GetRequiredValue(folder));
            Add(pack, parsed.GetValue(name) ?? pack.Name, InstalledPacks.Locate(parsed.GetValue(packs)), output);
            return 0;
        }));
        return command;
    }

    private static void Add(ModelPack pack, string name, InstalledPacks installed, TextWriter output)
    {
        if (!NamePattern().IsMatch(name))
        {
            throw new ToolException($"'{name}' cannot name a pack: lower-case letters, digits, '.', '_' and '-', a letter or digit first. Say another by --name.");
        }

        installed.Restore(name);
        if (Directory.Exists(installed.PathOf(name)))
        {
            throw new ToolException($"{installed.PathOf(name)} is there already. Take another --name, or: quality models remove {name}");
        }

        Refuse(pack.Parts.FirstOrDefault(p => p.Problem is not null) is { } broken ? (broken.Name, broken.Problem!) : null);
        var unfinished = installed.UnfinishedPathOf(name);
        try
        {
            Copy(pack, unfinished);
            File.WriteAllText(Path.Combine(unfinished, ModelPack.ManifestName), pack.DescribeAs(name).ToJsonString());
            output.WriteLine("  runs once ...");
            var parts = PackTrial.Run(unfinished, CanaryRecording.Missing);
            Refuse(parts.FirstOrDefault(p => p.Problem is not null) is { } refused ? (refused.Name, refused.Problem!) : null);
            TrialReport.Write(parts, output.WriteLine);
            installed.Install(name);
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }

        output.WriteLine($"Installed in {installed.PathOf(name)}. Workers load it when they start.");
        foreach (var encoder in pack.Parts.Select(p => p.Encoder).OfType<string>().Where(e => !installed.HasEncoder(e)).Distinct())
        {
            output.WriteLine($"It sits on the embeddings of {encoder}, which is not installed here; until it is, that part gives nothing.");
        }

        void Refuse((string Part, string Problem)? refused)
        {
            if (refused is var (part, problem))
            {
                throw new ToolException($"{pack.Folder} is not added, its part '{part}' cannot be used: {problem}");
            }
        }
    }

    /// <summary>Copies what the manifest names, and licence texts; an export has many more files than are used.</summary>
    private static void Copy(ModelPack pack, string target)
    {
        var named = pack.Parts.SelectMany(p => p.Files.Keys.Append(p.Card));
        var licences = Directory.EnumerateFiles(pack.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(pack.Folder, f)).Where(f => LicencePattern().IsMatch(f));
        foreach (var path in named.Concat(licences).Distinct(StringComparer.Ordinal))
        {
            var from = InstalledPacks.Within(pack.Folder, path);
            var to = InstalledPacks.Within(target, path);
            if (!File.Exists(from))
            {
                throw new ToolException($"{from}, which the pack names, does not exist.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"(^|/)(licen[cs]es?/|(LICEN[CS]E|NOTICE|COPYING)[^/]*\z)", RegexOptions.IgnoreCase)]
    private static partial Regex LicencePattern();
}
