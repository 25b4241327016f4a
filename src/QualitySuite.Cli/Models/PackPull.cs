using System.Text.Json;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli.Models;

/// <summary>
/// Brings a pack of the catalogue into the folder of installed packs. Files come into an unfinished folder, as <c>.part</c> until their
/// SHA-256 is the expected one; then the pack is run once, and only then gets its place.
/// </summary>
internal sealed class PackPull(InstalledPacks installed, PackOrigin origin, PullReport report)
{
    private const string PartSuffix = ".part";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ToolException">A file cannot be had or is another one, or the pack does not work.</exception>
    public async Task RunAsync(CataloguePack pack, CancellationToken cancellationToken)
    {
        installed.Restore(pack.Name);
        var pins = InstalledHashes(pack);
        if (await IsCompleteAsync(pack, pins, cancellationToken))
        {
            report.Line($"{pack.Name} {pack.Pack.Version} is installed in {installed.PathOf(pack.Name)} and every file is verified: nothing to do.");
            return;
        }

        report.Line($"{pack.Name} {pack.Pack.Version} ({pack.Pack.Licence}), about {Bytes.Format(pack.Source.ApproximateBytes.Values.Sum())}, from {origin.Describe(pack)}");
        Directory.CreateDirectory(installed.UnfinishedPathOf(pack.Name));
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, sha256) in pack.Files)
        {
            var expected = sha256 == CataloguePack.PinnedOnFirstPull ? pins.GetValueOrDefault(path) : sha256;
            hashes[path] = await ObtainAsync(pack, path, expected, cancellationToken);
        }

        WriteDescription(pack, hashes);
        Try(pack);
        installed.Install(pack.Name);
        report.Line($"Installed in {installed.PathOf(pack.Name)}; gives {string.Join(", ", pack.Pack.Parts.SelectMany(p => p.Metrics))}. Workers load it when they start.");
    }

    /// <summary>By path: hashes that the installed pack of that name has, which its first pull pinned.</summary>
    private Dictionary<string, string> InstalledHashes(CataloguePack pack)
    {
        try
        {
            return installed.Has(pack.Name)
                ? ModelPack.Open(installed.PathOf(pack.Name)).Parts.SelectMany(p => p.Files).DistinctBy(f => f.Key).ToDictionary(StringComparer.Ordinal)
                : [];
        }
        catch (ModelPackException exception)
        {
            report.Line($"The installed pack {pack.Name} cannot be read and is replaced: {exception.Message}");
            return [];
        }
    }

    private async Task<bool> IsCompleteAsync(CataloguePack pack, Dictionary<string, string> pins, CancellationToken cancellationToken)
    {
        if (pins.Count == 0 || ModelPack.Open(installed.PathOf(pack.Name)).Version != pack.Pack.Version
            || !pack.Cards.All(card => File.Exists(Path.Combine(installed.PathOf(pack.Name), card))))
        {
            return false;
        }

        foreach (var (path, sha256) in pack.Files)
        {
            if (!pins.TryGetValue(path, out var pinned) || (sha256 != CataloguePack.PinnedOnFirstPull && sha256 != pinned)
                || !await FileHash.IsAsync(Path.Combine(installed.PathOf(pack.Name), path), pinned, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes the file whole in the unfinished folder and returns its hash.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="path">Within it.</param>
    /// <param name="expected">Its SHA-256; null: not known, the one that it has is pinned.</param>
    /// <param name="cancellationToken">Leaves the part for the next time.</param>
    private async Task<string> ObtainAsync(CataloguePack pack, string path, string? expected, CancellationToken cancellationToken)
    {
        var target = InstalledPacks.Within(installed.UnfinishedPathOf(pack.Name), path);
        if (File.Exists(target) && await FileHash.ComputeAsync(target, cancellationToken) is var there && there == (expected ?? there))
        {
            report.Line($"  {path}: was here already, {(expected is null ? $"pinned to {there}" : "verified")}");
            return there;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var part = target + PartSuffix;
        var earlier = Path.Combine(installed.PathOf(pack.Name), path);
        if (expected is not null && await FileHash.IsAsync(earlier, expected, cancellationToken))
        {
            File.Copy(earlier, part, overwrite: true);
        }
        else
        {
            await report.TrackAsync(path, progress => origin.FetchAsync(pack, path, part, expected is not null, progress, cancellationToken));
        }

        var actual = await FileHash.ComputeAsync(part, cancellationToken);
        if (actual != (expected ?? actual))
        {
            File.Delete(part);
            PartValidator.Forget(part);
            throw new ToolException($"{path} of {pack.Name} has the SHA-256 {actual}; it must be {expected}. The file was deleted and the pack is not installed.");
        }

        report.Line(expected is null
            ? $"  {path}: {Bytes.Format(new FileInfo(part).Length)}; no SHA-256 of it is published with this tool, pinned from now on to {actual}"
            : $"  {path}: {Bytes.Format(new FileInfo(part).Length)}, verified");
        File.Move(part, target, overwrite: true);
        PartValidator.Forget(part);
        return actual;
    }

    private void WriteDescription(CataloguePack pack, Dictionary<string, string> hashes)
    {
        var folder = installed.UnfinishedPathOf(pack.Name);
        foreach (var card in pack.Cards)
        {
            var target = InstalledPacks.Within(folder, card);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, pack.ReadCard(card));
        }

        var manifest = JsonNode.Parse(pack.Manifest)!;
        Pin(manifest, hashes);
        File.WriteAllText(Path.Combine(folder, ModelPack.ManifestName), manifest.ToJsonString(Indented) + "\n");
    }

    /// <summary>Fills in the hash of every file, wherever the manifest names one.</summary>
    private static void Pin(JsonNode? node, Dictionary<string, string> hashes)
    {
        switch (node)
        {
            case JsonObject file when file["sha256"] is not null && (string?)file["path"] is { } path:
                file["sha256"] = hashes[path];
                break;
            case JsonObject fields:
                fields.ToList().ForEach(f => Pin(f.Value, hashes));
                break;
            case JsonArray items:
                items.ToList().ForEach(i => Pin(i, hashes));
                break;
            default:
                break;
        }
    }

    private void Try(CataloguePack pack)
    {
        var folder = installed.UnfinishedPathOf(pack.Name);
        report.Line("  runs once ...");
        var parts = PackTrial.Run(folder, CanaryRecording.Missing);
        if (parts.FirstOrDefault(p => p.Problem is not null) is { } refused)
        {
            // Verified files stay for the next time; one that nothing vouches for may be the reason.
            File.Delete(Path.Combine(folder, ModelPack.ManifestName));
            pack.Files.Where(f => f.Sha256 == CataloguePack.PinnedOnFirstPull).ToList().ForEach(f => File.Delete(Path.Combine(folder, f.Path)));
            throw new ToolException($"{pack.Name} is not installed, its part '{refused.Name}' does not work here: {refused.Problem}");
        }

        TrialReport.Write(parts, report.Line);
    }
}
