using QualitySuite.Imaging;

namespace QualitySuite.Cli.Score.Report;

/// <summary>Small previews of images as data URIs, each made once.</summary>
internal sealed class Previews
{
    private const int Side = 192;

    /// <summary>Characters.</summary>
    private const int LongPrompt = 160;

    private readonly Dictionary<string, string> _byPath = new(StringComparer.Ordinal);

    /// <summary>Makes previews of the files.</summary>
    public static async Task<Previews> CreateAsync(IReadOnlySet<string> paths, int threads, CancellationToken cancellationToken)
    {
        var (previews, gate) = (new Previews(), new Lock());
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, async (path, token) =>
        {
            using var webP = new MemoryStream();
            try
            {
                Thumbnail.EncodeWebP(await File.ReadAllBytesAsync(path, token), Side, webP);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageDecodeException)
            {
                // It was scored and is gone since: the report then shows its name alone.
                return;
            }

            lock (gate)
            {
                previews._byPath.Add(path, $"data:image/webp;base64,{Convert.ToBase64String(webP.GetBuffer(), 0, (int)webP.Length)}");
            }
        });
        return previews;
    }

    /// <summary>The preview, or words where there is none.</summary>
    public Markup Show(string path, string description) => _byPath.TryGetValue(path, out var data)
        ? Markup.Html($"<img src=\"{Markup.Trusted(data)}\" alt=\"{description}\" loading=\"lazy\">")
        : Markup.Html($"<span class=\"quiet\">no preview</span>");

    /// <summary>A prompt for a caption; a long one is folded up.</summary>
    public static Markup Quote(string? prompt) => prompt switch
    {
        null => Markup.None,
        { Length: > LongPrompt } => Markup.Html($"<details><summary>{prompt[..LongPrompt]}…</summary><q>{prompt}</q></details>"),
        _ => Markup.Html($"<q>{prompt}</q>"),
    };
}
