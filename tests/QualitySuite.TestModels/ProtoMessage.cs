using System.Text;

namespace QualitySuite.TestModels;

/// <summary>A protobuf message being written, in pieces, so that weights are not copied at each level.</summary>
/// <remarks>Source: https://protobuf.dev/programming-guides/encoding/.</remarks>
internal sealed class ProtoMessage
{
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];

    public long Length { get; private set; }

    public ProtoMessage Number(int field, long value) => Append(Varint((ulong)field << 3)).Append(Varint((ulong)value));

    public ProtoMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Single(int field, float value) => Append(Varint(((ulong)field << 3) | 5)).Append(BitConverter.GetBytes(value));

    public ProtoMessage Bytes(int field, ReadOnlyMemory<byte> value) =>
        Append(Varint(((ulong)field << 3) | 2)).Append(Varint((ulong)value.Length)).Append(value);

    public ProtoMessage Message(int field, ProtoMessage value)
    {
        Append(Varint(((ulong)field << 3) | 2)).Append(Varint((ulong)value.Length));
        value._pieces.ForEach(piece => Append(piece));
        return this;
    }

    public void WriteTo(Stream stream) => _pieces.ForEach(piece => stream.Write(piece.Span));

    private ProtoMessage Append(ReadOnlyMemory<byte> piece)
    {
        _pieces.Add(piece);
        Length += piece.Length;
        return this;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7f; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }
}
