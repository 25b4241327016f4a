namespace QualitySuite.Imaging.Tests.Resizing;

public sealed class ThumbnailTests
{
    [Theory]
    [InlineData("scene.png", 40, 40, 32)]
    [InlineData("scene.png", 256, 80, 64)]
    [InlineData("orientation_6.jpg", 9, 6, 9)]
    [InlineData("rgb.png", 1, 1, 1)]
    public void The_longer_side_fits_and_nothing_is_enlarged(string name, int maxSide, int width, int height)
    {
        var webp = Encode(name, maxSide);
        var inspection = ImageInspector.Inspect(webp);
        Assert.Equal((ImageFormat.WebP, InspectionVerdict.Ok), (inspection.Format, inspection.Verdict));
        Assert.Equal((width, height), (inspection.Width, inspection.Height));
    }

    [Fact]
    public void A_thumbnail_shows_the_same_picture()
    {
        using var original = Fixture.Image("scene.png");
        using var thumbnail = ImageDecoder.Decode(Encode("scene.png", 40));
        var reference = new float[40 * 32 * 3];
        for (var i = 0; i < reference.Length; i++)
        {
            var (pixel, channel) = (i / 3, i % 3);
            var (x, y) = (pixel % 40 * 2, pixel / 40 * 2);
            var above = At(original, x, y, channel) + At(original, x + 1, y, channel);
            var below = At(original, x, y + 1, channel) + At(original, x + 1, y + 1, channel);
            reference[i] = (above + below) / 4f;
        }

        var error = Enumerable.Range(0, reference.Length).Average(i => Math.Abs(reference[i] - thumbnail.Pixels[i]));
        Assert.InRange(error, 0, 8);
    }

    [Fact]
    public void What_does_not_decode_has_no_thumbnail()
    {
        using var stream = new MemoryStream();
        Assert.Throws<ImageDecodeException>(() => Thumbnail.EncodeWebP("not an image"u8, 256, stream));
        Assert.Equal(0, stream.Length);
    }

    private static int At(RgbImage image, int x, int y, int channel) => image.Pixels[(((y * image.Width) + x) * 3) + channel];

    private static byte[] Encode(string name, int maxSide)
    {
        using var stream = new MemoryStream();
        Thumbnail.EncodeWebP(Fixture.Bytes(name), maxSide, stream);
        return stream.ToArray();
    }
}
