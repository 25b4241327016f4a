using Microsoft.Extensions.Options;
using QualitySuite.Storage.Images;

namespace QualitySuite.Benchmarks.Inputs;

/// <summary>The images of the pipeline's benchmark, in an image store.</summary>
/// <param name="Folder">The store's.</param>
/// <param name="Images">What lies in it.</param>
internal sealed record ImageSet(string Folder, IReadOnlyList<StoredImage> Images)
{
    public const int Side = 1024;
    public const int Bytes = 160_000;
    private const int Count = 256;

    /// <summary>Mean size of a file, bytes.</summary>
    public double MeanBytes => Images.Average(image => image.Bytes);

    /// <summary>Where an image lies.</summary>
    public string PathOf(StoredImage image) => Path.Combine(Folder, image.Address.Hex[..2], image.Address.Hex[2..4], image.Address.Hex);

    /// <summary>Makes the images, or finds those of an earlier run.</summary>
    public static async Task<ImageSet> MakeAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Folders.Cache, "images-1");
        var list = Path.Combine(folder, "list.txt");
        if (!File.Exists(list))
        {
            Console.WriteLine($"making {Count} images of {Side}x{Side} pixels");
            await WriteAsync(Path.Combine(folder, "store"), list, cancellationToken);
        }

        var lines = await File.ReadAllLinesAsync(list, cancellationToken);
        return new ImageSet(Path.Combine(folder, "store"), [.. lines.Select(StoredImage.Parse)]);
    }

    private static async Task WriteAsync(string folder, string list, CancellationToken cancellationToken)
    {
        var store = new FileSystemImageStore(Options.Create(new ImageStoreOptions { Path = folder }), TimeProvider.System);
        var lines = new List<string>(Count);
        for (var seed = 0; seed < Count; seed++)
        {
            var file = JpegFile.Make(Side, Bytes, seed);
            lines.Add(new StoredImage(await store.PutAsync(file, cancellationToken), file.Length).ToString());
        }

        // Last, and only when all are there: an interrupted run starts again.
        await File.WriteAllLinesAsync(list, lines, cancellationToken);
    }
}

/// <summary>One image in the store.</summary>
/// <param name="Address">Where.</param>
/// <param name="Bytes">Size of the file.</param>
internal readonly record struct StoredImage(ImageAddress Address, int Bytes)
{
    public static StoredImage Parse(string line) =>
        line.Split(' ') is [var hex, var bytes] && ImageAddress.TryParse(hex, out var address)
            ? new StoredImage(address, int.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture))
            : throw new BenchmarkException($"The list of images is damaged; remove {Folders.Cache}.");

    public override string ToString() => FormattableString.Invariant($"{Address.Hex} {Bytes}");
}
