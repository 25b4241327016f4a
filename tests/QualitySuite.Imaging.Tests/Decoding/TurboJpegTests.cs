using FsCheck.Xunit;
using SkiaSharp;

namespace QualitySuite.Imaging.Tests.Decoding;

public sealed class TurboJpegTests
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.jpg").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Both_decoders_give_equal_bytes_for_a_file(string name)
    {
        RequireLibrary();
        AssertSame(Fixture.Bytes(name));
    }

    [Theory]
    [InlineData("baseline.jpg", true)]
    [InlineData("grey.jpg", true)]
    [InlineData("orientation_6.jpg", true)]
    [InlineData("jpeg_progressive_420.jpg", true)]
    [InlineData("jpeg_restart.jpg", true)]
    [InlineData("jpeg_srgb_profile.jpg", true)]
    [InlineData("adobe_rgb.jpg", false)]
    [InlineData("cmyk.jpg", false)]
    [InlineData("jpeg_440.jpg", false)]
    public void Only_plain_files_are_taken(string name, bool isTaken)
    {
        RequireLibrary();
        Assert.Equal(isTaken, DecodeTaken(Fixture.Bytes(name)) is not null);
    }

    [Fact]
    public void A_file_that_libjpeg_warns_of_is_left_to_SkiaSharp()
    {
        RequireLibrary();
        var file = Fixture.Bytes("jpeg_restart.jpg");

        // A scan that is cut and closed again: SkiaSharp fills it up.
        byte[] cut = [.. file.AsSpan(0, file.Length - 300), 0xFF, 0xD9];
        Assert.Null(DecodeTaken(cut));
        AssertSame(cut);
    }

    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(null)]
    public void Both_decoders_give_equal_bytes_at_every_small_size(SKJpegEncoderDownsample? subsampling)
    {
        RequireLibrary();
        for (var width = 1; width <= 40; width++)
        {
            for (var height = 1; height <= 40; height++)
            {
                var file = Encode(width, height, subsampling, quality: 30 + ((width * height) % 70));
                Assert.Equal(Decode(file, useTurboJpeg: false).Pixels, DecodeTaken(file));
            }
        }
    }

    [Property(MaxTest = 300)]
    public void A_damaged_file_has_the_same_verdict(int seed)
    {
        RequireLibrary();
        var random = new Random(seed);
        string[] names = ["baseline.jpg", "progressive.jpg", "grey.jpg", "jpeg_restart.jpg", "jpeg_progressive_420.jpg", "orientation_5.jpg"];
        var file = Fixture.Bytes(names[random.Next(names.Length)]);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            file[random.Next(file.Length)] = (byte)random.Next(256);
        }

        // Not the same bytes: damage that nobody notices can drive coefficients beyond what an encoder writes, and releases of
        // libjpeg-turbo overflow differently there.
        var (expected, actual) = (Decode(file, useTurboJpeg: false), Decode(file, useTurboJpeg: true));
        Assert.Equal((expected.Width, expected.Height, expected.Failure), (actual.Width, actual.Height, actual.Failure));
    }

    [Fact]
    public async Task Threads_decode_side_by_side()
    {
        RequireLibrary();
        var file = Fixture.Bytes("jpeg_progressive_444.jpg");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => AssertSame(file), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    private static void RequireLibrary()
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.SkipWhen(!ImageDecoder.UsesTurboJpeg && !isCi, "libturbojpeg is not installed; ./dev setup installs it.");
        Assert.True(ImageDecoder.UsesTurboJpeg);
    }

    private static void AssertSame(byte[] file)
    {
        var expected = Decode(file, useTurboJpeg: false);
        var actual = Decode(file, useTurboJpeg: true);
        Assert.Equal((expected.Width, expected.Height, expected.Failure), (actual.Width, actual.Height, actual.Failure));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }

    private static (int Width, int Height, ImageDecodeFailure? Failure, byte[] Pixels) Decode(byte[] file, bool useTurboJpeg)
    {
        try
        {
            using var image = ImageDecoder.Decode(file, 1_000_000, useTurboJpeg);
            return (image.Width, image.Height, null, image.Pixels.ToArray());
        }
        catch (ImageDecodeException exception)
        {
            return (0, 0, exception.Failure, []);
        }
    }

    private static unsafe byte[]? DecodeTaken(byte[] file)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.CreateCopy(file);
            using var codec = SKCodec.Create(data);
            using var image = TurboJpegDecoder.TryDecode(bytes, file.Length, codec, codec.Info);
            return image?.Pixels.ToArray();
        }
    }

    private static byte[] Encode(int width, int height, SKJpegEncoderDownsample? subsampling, int quality)
    {
        using var bitmap = new SKBitmap(width, height, subsampling is null ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = bitmap.GetPixelSpan();
        var random = new Random((width * 100) + height);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(((i / 3) + random.Next(60)) & 0xFF);
        }

        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKJpegEncoderOptions(quality, subsampling ?? SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore));
        return Assert.IsType<SKData>(data).ToArray();
    }
}
