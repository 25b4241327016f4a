using System.IO.Compression;

namespace QualitySuite.Scoring.Weights;

/// <summary>
/// A state dictionary written by <c>torch.save</c> (the zip format of PyTorch 1.6 and later). Its pickle is interpreted, never executed:
/// only what a dictionary of tensors needs is known, and anything else is refused by name.
/// </summary>
/// <remarks>Source: torch/serialization.py and torch/_utils.py of PyTorch; PEP 307 and pickletools.py of Python for the opcodes.</remarks>
internal static class TorchFile
{
    private const long LargestPickle = 16 << 20;
    private const long LargestStorage = 1 << 30;

    /// <exception cref="InvalidDataException">The bytes are no such file, or hold more than tensors.</exception>
    public static IReadOnlyDictionary<string, WeightTensor> Read(byte[] file)
    {
        using var archive = Open(file);
        var pickle = archive.Entries.FirstOrDefault(e => e.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new InvalidDataException("It has no data.pkl: it is no file that torch.save of PyTorch 1.6 or later wrote.");
        var folder = pickle.FullName[..^"data.pkl".Length];
        if (archive.GetEntry($"{folder}byteorder") is { } order && System.Text.Encoding.ASCII.GetString(ReadEntry(order, 16)) != "little")
        {
            throw new InvalidDataException("It was written by a big-endian machine.");
        }

        var root = new PickleReader(ReadEntry(pickle, LargestPickle)).Read();
        if (root is PickledDictionary { Items: var items } && items.GroupBy(i => i.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } repeated)
        {
            throw new InvalidDataException($"It names '{repeated.Key}' twice.");
        }

        var storages = new Dictionary<string, float[]>(StringComparer.Ordinal);
        return root is PickledDictionary dictionary
            ? dictionary.Items.ToDictionary(i => i.Key, i => Load(archive, folder, storages, i.Key, i.Value), StringComparer.Ordinal)
            : throw new InvalidDataException("It holds no dictionary of tensors.");
    }

    private static ZipArchive Open(byte[] file)
    {
        try
        {
            return new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"It is no zip archive, as torch.save of PyTorch 1.6 or later writes one: {exception.Message}", exception);
        }
    }

    // Each storage is read once, however many tensors name it, and all of them together are bounded.
    private static WeightTensor Load(ZipArchive archive, string folder, Dictionary<string, float[]> storages, string name, object? value)
    {
        if (value is not PickledTensor tensor)
        {
            throw new InvalidDataException($"'{name}' is no tensor.");
        }

        if (!storages.TryGetValue(tensor.Storage.Key, out var data))
        {
            var entry = archive.GetEntry($"{folder}data/{tensor.Storage.Key}")
                ?? throw new InvalidDataException($"The storage '{tensor.Storage.Key}' of '{name}' is missing.");
            var left = LargestStorage - storages.Values.Sum(s => s.LongLength * sizeof(float));
            data = FloatBytes.Read(ReadEntry(entry, Math.Min(left, tensor.Storage.Count * tensor.Storage.Size)), tensor.Storage.Size);
            storages.Add(tensor.Storage.Key, data);
        }

        if (!IsContiguous(tensor))
        {
            throw new InvalidDataException($"'{name}' is not stored row by row.");
        }

        var count = tensor.Shape.Aggregate(1L, (a, b) => a * b);
        return tensor.Offset + count <= data.Length
            ? new WeightTensor([.. tensor.Shape.Select(d => (int)d)], data[(int)tensor.Offset..(int)(tensor.Offset + count)])
            : throw new InvalidDataException($"'{name}' goes beyond its storage.");
    }

    private static bool IsContiguous(PickledTensor tensor)
    {
        var step = 1L;
        for (var i = tensor.Shape.Count - 1; i >= 0; i--)
        {
            if (tensor.Shape[i] != 1 && tensor.Strides[i] != step)
            {
                return false;
            }

            step *= tensor.Shape[i];
        }

        return true;
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry, long largest)
    {
        if (entry.Length > largest)
        {
            throw new InvalidDataException($"'{entry.FullName}' has {entry.Length} bytes; expected are at most {largest}.");
        }

        // The length in the directory may lie: no more is read than it says.
        var content = new byte[entry.Length];
        using var stream = entry.Open();
        try
        {
            stream.ReadExactly(content);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"'{entry.FullName}' is cut off.", exception);
        }

        return content;
    }
}
