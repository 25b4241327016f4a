using System.Buffers.Binary;
using QualitySuite.Benchmarks.Inputs;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>JPEG files that differ in a comment alone: each is another content to the image store, and making one costs next to nothing.</summary>
internal sealed class UniqueJpeg
{
    private const int Side = 768;
    private const int CommentBytes = 8;

    private readonly byte[] _file;

    /// <summary>Makes the picture that all of them show.</summary>
    public UniqueJpeg(int bytes)
    {
        var picture = JpegFile.Make(Side, bytes, seed: 1);
        // SOI, a COM segment (ISO/IEC 10918-1, B.2.4.5) whose length counts itself, the rest of the picture.
        _file = [.. picture.AsSpan(0, 2), 0xFF, 0xFE, 0, 2 + CommentBytes, .. new byte[CommentBytes], .. picture.AsSpan(2)];
    }

    public int Length => _file.Length;

    /// <summary>Writes file i.</summary>
    public void Write(long i, Span<byte> buffer)
    {
        _file.CopyTo(buffer);
        BinaryPrimitives.WriteInt64BigEndian(buffer[6..], i);
    }
}
