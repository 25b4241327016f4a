namespace QualitySuite.Imaging;

/// <summary>Rows of an image in single precision, 0-1, from top to bottom.</summary>
internal interface IRowSource
{
    int Width { get; }

    int Height { get; }

    /// <summary>Writes row <paramref name="y"/> to <paramref name="row"/>, <see cref="Width"/> numbers. Rows are asked for once each, in
    /// order.</summary>
    void Read(int y, Span<float> row);
}
