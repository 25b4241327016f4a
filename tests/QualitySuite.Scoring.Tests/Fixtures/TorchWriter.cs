using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace QualitySuite.Scoring.Tests.Fixtures;

/// <summary>Writes a state dictionary of single-precision tensors as torch.save of PyTorch 1.6 and later does (checked against files of torch in TorchFileTests).</summary>
internal static class TorchWriter
{
    public static byte[] Write(params ReadOnlySpan<(string Name, float[] Values, int[] Shape)> tensors)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var pickle = new MemoryStream();
            using (var writer = new BinaryWriter(pickle, Encoding.UTF8, leaveOpen: true))
            {
                writer.Write([0x80, 2, .. "ccollections\nOrderedDict\n)R("u8]);
                for (var i = 0; i < tensors.Length; i++)
                {
                    WriteTensor(writer, tensors[i].Name, $"{i}", tensors[i].Values.Length, tensors[i].Shape);
                    Add(archive, $"archive/data/{i}", MemoryMarshal.AsBytes(tensors[i].Values.AsSpan()).ToArray());
                }

                writer.Write("u."u8);
            }

            Add(archive, "archive/data.pkl", pickle.ToArray());
        }

        return file.ToArray();
    }

    private static void WriteTensor(BinaryWriter writer, string name, string key, int count, int[] shape)
    {
        Text(writer, name);
        writer.Write("ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"u8);
        Text(writer, key);
        Text(writer, "cpu");
        Number(writer, count);
        writer.Write("tQK\0"u8);
        Tuple(writer, shape);
        Tuple(writer, [.. shape.Select((_, i) => shape.Skip(i + 1).Aggregate(1, (a, b) => a * b))]);
        writer.Write([0x89, .. "ccollections\nOrderedDict\n)RtR"u8]);
    }

    private static void Tuple(BinaryWriter writer, int[] values)
    {
        writer.Write((byte)'(');
        foreach (var value in values)
        {
            Number(writer, value);
        }

        writer.Write((byte)'t');
    }

    private static void Number(BinaryWriter writer, int value)
    {
        writer.Write((byte)'J');
        writer.Write(value);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write((byte)'X');
        writer.Write(Encoding.UTF8.GetByteCount(text));
        writer.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}
