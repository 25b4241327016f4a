using System.Text.Json;

namespace QualitySuite.Imaging.Tests;

/// <summary>The committed files, and what Pillow, OpenCV, SciPy and NumPy say of them.</summary>
internal static class Fixture
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, DecodedExpectation> Decoded { get; } = ReadJson<DecodedExpectation>("decoded.json");

    public static IReadOnlyDictionary<string, MeasuredExpectation> Measured { get; } = ReadJson<MeasuredExpectation>("measured.json");

    public static IReadOnlyDictionary<string, BlurBandingExpectation> BlurBanding { get; } =
        ReadJson<BlurBandingExpectation>("blur_banding.json");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(s_folder, name));

    public static RgbImage Image(string name) => ImageDecoder.Decode(Bytes(name));

    public static BrisqueModel BrisqueModel()
    {
        using var stream = File.OpenRead(Path.Combine(s_folder, "brisque.bin"));
        return Imaging.BrisqueModel.Load(stream);
    }

    private static Dictionary<string, T> ReadJson<T>(string name) =>
        JsonSerializer.Deserialize<Dictionary<string, T>>(Bytes(name), s_json) ?? throw new InvalidDataException(name);
}

internal sealed record DecodedExpectation(int Width, int Height, int Tolerance, byte[] Rgb);

internal sealed record BlurBandingExpectation(double BlurEffect, double Banding);

internal sealed record MeasuredExpectation(
    string LumaSha256,
    string OpenCvGreySha256,
    double Sharpness,
    double NoiseSigma,
    double Blockiness,
    double Contrast,
    double Colourfulness,
    double ExposureClipping,
    float[] BrisqueFeatures,
    double Brisque,
    float[] AlignCorners9x7);
