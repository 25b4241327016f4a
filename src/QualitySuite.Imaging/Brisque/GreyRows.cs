using System.Numerics.Tensors;

namespace QualitySuite.Imaging;

/// <summary>A grey plane at its own size, scaled by 1/255.</summary>
internal readonly ref struct GreyRows(ReadOnlySpan<byte> grey, int width, int height) : IRowSource
{
    private readonly ReadOnlySpan<byte> _grey = grey;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public void Read(int y, Span<float> row)
    {
        TensorPrimitives.ConvertChecked<byte, float>(_grey.Slice(y * Width, Width), row);
        TensorPrimitives.Multiply(row, 1f / 255, row);
    }
}
