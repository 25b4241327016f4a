namespace QualitySuite.Cli.Models;

/// <summary>
/// Where files are pulled from: where they are published, or a mirror, a folder or an address under which each file lies at
/// <c>&lt;pack&gt;/&lt;path in the pack&gt;</c>, as in a folder of installed packs.
/// </summary>
internal sealed class PackOrigin
{
    private readonly FileDownload _download;
    private readonly string? _folder;
    private readonly string? _mirror;

    /// <exception cref="ToolException"><paramref name="from"/> is neither an http address nor a folder.</exception>
    public PackOrigin(FileDownload download, string? from)
    {
        _download = download;
        if (from is null)
        {
            return;
        }

        if (Uri.TryCreate(from, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            _mirror = from.TrimEnd('/');
        }
        else
        {
            _folder = Directory.Exists(from) ? from : throw new ToolException($"--from {from} is neither an http address nor a folder that exists.");
        }
    }

    /// <summary>For people.</summary>
    public string Describe(CataloguePack pack) => _folder ?? _mirror ?? pack.Source.AddressOf("").ToString().TrimEnd('/');

    /// <summary>Makes <paramref name="partFile"/> whole.</summary>
    /// <exception cref="ToolException">The file cannot be had.</exception>
    public async Task FetchAsync(CataloguePack pack, string path, string partFile, bool hashIsKnown, Action<long, long?> report, CancellationToken cancellationToken)
    {
        if (_folder is null)
        {
            var address = _mirror is null ? pack.Source.AddressOf(path) : new Uri($"{_mirror}/{pack.Name}/{PackSource.Escape(path)}");
            await _download.RunAsync(address, partFile, hashIsKnown, report, cancellationToken);
            return;
        }

        var source = Path.Combine(_folder, pack.Name, path);
        if (!File.Exists(source))
        {
            throw new ToolException($"{source} does not exist; --from <folder> must hold <pack>/<path in the pack>.");
        }

        await using var content = File.OpenRead(source);
        await using var file = new FileStream(partFile, FileMode.Create, FileAccess.Write, FileShare.None);
        await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
    }
}
