using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.Cli.Import.Rows;

/// <summary>
/// What makes a row the same one in every run. Its key is its column <c>id</c>; else, in a folder, the file's name; else all that it says, its image
/// included, and which of those that say the same it is. The generation's id is the row's own where that is a UUID, else a UUIDv8 (RFC 9562, 5.8) of the SHA-256 of
/// app, key and image.
/// </summary>
internal sealed class RowIdentity(string app, bool isFolder)
{
    private readonly Dictionary<Guid, int> _seen = [];

    /// <summary>The row's key; rows come in the order of the source.</summary>
    public Guid KeyOf(SourceRow row)
    {
        if (row[ImportField.Id] is { } id)
        {
            return Hash("id", app, id);
        }

        if (isFolder)
        {
            return Hash("file", app, row[ImportField.File]!);
        }

        var said = Hash([
            "row", app, .. row.Texts.OrderBy(text => text.Key).SelectMany(text => (string[])[text.Key.ToString(), text.Value]),
            row.Image is null ? "" : Convert.ToHexString(SHA256.HashData(row.Image)),
        ]);
        ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, said, out _);
        return times++ == 0 ? said : Hash("again", said.ToString(), times.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public static Guid GenerationId(SourceRow row, Guid key, ReadOnlySpan<byte> image) =>
        Guid.TryParse(row[ImportField.Id], out var own) ? own : Hash("generation", key.ToString(), row[ImportField.Id] is null ? Convert.ToHexString(SHA256.HashData(image)) : "");

    /// <summary>What the journal keeps of a row: another file under the same name is another row.</summary>
    public static Guid JournalKey(Guid key, FileInfo? file) =>
        file is { Exists: true } ? Hash("journal", key.ToString(), $"{file.Length}/{file.LastWriteTimeUtc.Ticks}") : key;

    private static Guid Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            // With its length, so that no two lists of parts are the same bytes.
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        var digest = hash.GetHashAndReset();
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest.AsSpan(0, 16), bigEndian: true);
    }
}
