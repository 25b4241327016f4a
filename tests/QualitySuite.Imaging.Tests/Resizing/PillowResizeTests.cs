using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.Resizing;

public sealed class PillowResizeTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static TheoryData<ResizeExpectation> Cases => [.. Read()];

    /// <summary>Without those that take the plain version seconds.</summary>
    public static TheoryData<ResizeExpectation> SmallCases => [.. Read().Where(c => c.Width * c.Height < 1_000_000)];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Bytes_are_those_of_Pillow(ResizeExpectation expected)
    {
        using var image = Pictures.Computed(expected.Width, expected.Height, expected.Seed);
        using var resized = expected.Filter == ResampleFilter.Bicubic
            ? Resampling.Bicubic(image, expected.ToWidth, expected.ToHeight)
            : Resampling.Bilinear(image, expected.ToWidth, expected.ToHeight);
        Assert.Equal((expected.ToWidth, expected.ToHeight), (resized.Width, resized.Height));
        Assert.Equal(expected.Sha256, Convert.ToHexStringLower(SHA256.HashData(resized.Pixels)));
    }

    [Theory]
    [MemberData(nameof(SmallCases), DisableDiscoveryEnumeration = true)]
    public void The_plain_version_has_the_bytes_of_Pillow_too(ResizeExpectation expected)
    {
        using var image = Pictures.Computed(expected.Width, expected.Height, expected.Seed);
        var plain = Plain(image, expected.ToWidth, expected.ToHeight, expected.Filter, new PixelRegion(0, 0, expected.ToWidth, expected.ToHeight));
        Assert.Equal(expected.Sha256, Convert.ToHexStringLower(SHA256.HashData(plain)));
    }

    [Property(MaxTest = 400)]
    public void Vector_and_plain_versions_make_equal_bytes_in_any_region(ushort a, ushort b, ushort c, ushort d, int seed)
    {
        var (width, height, toWidth, toHeight) = (1 + (a % 200), 1 + (b % 120), 1 + (c % 150), 1 + (d % 90));
        using var image = Pictures.Computed(width, height, seed & 0xFFFF);
        var random = new Random(seed);
        var (x, y) = (random.Next(toWidth), random.Next(toHeight));
        var region = new PixelRegion(x, y, random.Next(1, toWidth - x + 1), random.Next(1, toHeight - y + 1));
        var filter = (ResampleFilter)(seed & 1);
        using var resized = Resampling.Resize(image, toWidth, toHeight, filter, region);
        Assert.Equal(Plain(image, toWidth, toHeight, filter, region), resized.Pixels);
    }

    [Fact]
    public void A_region_is_a_crop_of_the_whole()
    {
        using var image = Pictures.Computed(333, 222, 6);
        using var whole = Resampling.Bicubic(image, 100, 90);
        using var part = Resampling.Resize(image, 100, 90, ResampleFilter.Bicubic, new PixelRegion(13, 7, 70, 61));
        for (var y = 0; y < 61; y++)
        {
            Assert.Equal(whole.Pixels.Slice((((y + 7) * 100) + 13) * 3, 70 * 3), part.Pixels.Slice(y * 70 * 3, 70 * 3));
        }
    }

    [Fact]
    public void A_known_row_shrinks_with_the_cubics_overshoot_clipped()
    {
        using var image = new RgbImage(8, 1);
        byte[] row = [0, 0, 0, 255, 255, 255, 0, 0];
        for (var i = 0; i < 24; i++)
        {
            image.Pixels[i] = row[i / 3];
        }

        using var resized = Resampling.Bicubic(image, 4, 1);
        Assert.Equal([0, 0, 0, 129, 129, 129, 247, 247, 247, 18, 18, 18], resized.Pixels.ToArray());
    }

    [Fact]
    public void An_image_of_its_own_size_is_copied()
    {
        using var image = Pictures.Computed(41, 23, 2);
        using var resized = Resampling.Bilinear(image, 41, 23);
        Assert.Equal(image.Pixels, resized.Pixels);
    }

    [Theory]
    [InlineData(0, 4, 0, 0, 1, 1)]
    [InlineData(4, 0, 0, 0, 1, 1)]
    [InlineData(4, 4, -1, 0, 1, 1)]
    [InlineData(4, 4, 0, 2, 1, 3)]
    [InlineData(4, 4, 1, 0, 4, 1)]
    [InlineData(4, 4, 0, 0, 0, 1)]
    public void A_size_or_a_region_that_cannot_be_is_refused(int toWidth, int toHeight, int x, int y, int width, int height)
    {
        using var image = Pictures.Flat(4, 4, 1, 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Resampling.Resize(image, toWidth, toHeight, ResampleFilter.Bicubic, new PixelRegion(x, y, width, height)));
    }

    private static ResizeExpectation[] Read() =>
        JsonSerializer.Deserialize<ResizeExpectation[]>(Fixture.Bytes("resized.json"), s_json) ?? throw new InvalidDataException();

    private static byte[] Plain(RgbImage image, int width, int height, ResampleFilter filter, PixelRegion region)
    {
        var bytes = new byte[region.Width * region.Height * 3];
        PlainResampling.Resize(
            image,
            ResampleKernel.Create(image.Width, width, filter, region.X, region.Width),
            ResampleKernel.Create(image.Height, height, filter, region.Y, region.Height),
            bytes);
        return bytes;
    }
}

public sealed record ResizeExpectation(int Width, int Height, int ToWidth, int ToHeight, ResampleFilter Filter, int Seed, string Sha256);
