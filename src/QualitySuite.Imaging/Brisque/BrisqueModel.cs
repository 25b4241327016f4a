using System.Buffers.Binary;

namespace QualitySuite.Imaging;

/// <summary>
/// <c>brisque</c>: an epsilon-SVR with a radial basis function kernel over <see cref="BrisqueFeatures"/>. 0 is best, 100 worst.
/// <para>Blind to: everything but distortion as photographs know it: it was trained on human ratings of distorted photographs, so flat
/// illustration, line art and pixel art score badly without being bad, and content, anatomy and the prompt play no part.</para>
/// </summary>
public sealed class BrisqueModel
{
    private const int HeaderBytes = 32;

    private readonly double _gamma;
    private readonly double _rho;
    private readonly float[] _lows;
    private readonly float[] _highs;
    private readonly double[] _alphas;
    private readonly float[] _vectors;

    private BrisqueModel(ReadOnlySpan<byte> file, int vectors)
    {
        _gamma = BinaryPrimitives.ReadDoubleLittleEndian(file[16..]);
        _rho = BinaryPrimitives.ReadDoubleLittleEndian(file[24..]);
        var rest = file[HeaderBytes..];
        _lows = Singles(ref rest, BrisqueFeatures.Count);
        _highs = Singles(ref rest, BrisqueFeatures.Count);
        _alphas = new double[vectors];
        for (var i = 0; i < vectors; i++)
        {
            _alphas[i] = BinaryPrimitives.ReadDoubleLittleEndian(rest[(8 * i)..]);
        }

        rest = rest[(8 * vectors)..];
        _vectors = Singles(ref rest, vectors * BrisqueFeatures.Count);
    }

    /// <summary>
    /// Reads a model. Layout, little-endian: "BRISQUE" and a zero byte; int32 features (36); int32 n; float64 gamma; float64 rho;
    /// float32[36] lowest and float32[36] highest value of each feature in training; float64[n] coefficients; float32[n, 36] support
    /// vectors.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream does not hold exactly this.</exception>
    public static BrisqueModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var file = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        if (file.Length < HeaderBytes || !file.StartsWith("BRISQUE\0"u8)
            || BinaryPrimitives.ReadInt32LittleEndian(file[8..]) != BrisqueFeatures.Count)
        {
            throw new InvalidDataException("The file is not a BRISQUE model of 36 features.");
        }

        var vectors = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        var expected = HeaderBytes + (2L * 4 * BrisqueFeatures.Count) + (vectors * (8L + (4 * BrisqueFeatures.Count)));
        return vectors > 0 && expected == file.Length
            ? new BrisqueModel(file, vectors)
            : throw new InvalidDataException($"The BRISQUE model has {file.Length} bytes where its header asks for {expected}.");
    }

    /// <summary>The score of an image, 0 (best) to 100 (worst), or null where <see cref="BrisqueFeatures.TryCompute"/> finds nothing to
    /// measure.</summary>
    public double? Score(RgbImage image)
    {
        using var grey = GreyPlane.From(image, GreyWeights.OpenCv);
        Span<float> features = stackalloc float[BrisqueFeatures.Count];
        return BrisqueFeatures.TryCompute(grey.Pixels, grey.Width, grey.Height, features) ? Score(features) : null;
    }

    /// <summary>The score of <see cref="BrisqueFeatures.Count"/> finite features, 0 (best) to 100 (worst).</summary>
    public double Score(ReadOnlySpan<float> features)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, BrisqueFeatures.Count);
        Span<float> scaled = stackalloc float[BrisqueFeatures.Count];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = -1 + (2 * (features[i] - _lows[i]) / (_highs[i] - _lows[i]));
        }

        var sum = -_rho;
        for (var i = 0; i < _alphas.Length; i++)
        {
            var squares = 0.0;
            var vector = _vectors.AsSpan(i * BrisqueFeatures.Count, BrisqueFeatures.Count);
            for (var j = 0; j < vector.Length; j++)
            {
                double difference = scaled[j] - vector[j];
                squares += difference * difference;
            }

            sum += _alphas[i] * Math.Exp(-_gamma * squares);
        }

        return Math.Clamp(sum, 0, 100);
    }

    private static float[] Singles(ref ReadOnlySpan<byte> file, int count)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(file[(4 * i)..]);
        }

        file = file[(4 * count)..];
        return numbers;
    }
}
