using System.Buffers.Binary;
using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.Decoding;

public sealed class ImageDecoderTests
{
    public static TheoryData<string> Names => [.. Fixture.Decoded.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pixels_are_those_of_Pillow(string name)
    {
        var expected = Fixture.Decoded[name];
        using var image = Fixture.Image(name);
        Assert.Equal((expected.Width, expected.Height), (image.Width, image.Height));
        var worst = 0;
        for (var i = 0; i < expected.Rgb.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(expected.Rgb[i] - image.Pixels[i]));
        }

        Assert.InRange(worst, 0, expected.Tolerance);
    }

    [Theory]
    [InlineData("animated.gif", ImageDecodeFailure.UnsupportedFormat)]
    [InlineData("animated.webp", ImageDecodeFailure.UnsupportedFormat)]
    [InlineData("decoded.json", ImageDecodeFailure.NotAnImage)]
    public void What_inspection_refuses_is_not_decoded(string name, ImageDecodeFailure failure) =>
        Assert.Equal(failure, Assert.Throws<ImageDecodeException>(() => Fixture.Image(name)).Failure);

    [Fact]
    public void The_pixel_limit_holds_for_decoding_too() =>
        Assert.Equal(
            ImageDecodeFailure.TooManyPixels,
            Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(Pictures.PngHeader(30_000, 30_000))).Failure);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_cut_anywhere_is_an_error(string name)
    {
        var file = Fixture.Bytes(name);
        for (var length = 0; length < file.Length; length += 7)
        {
            Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(file.AsSpan(0, length)).Dispose());
        }
    }

    [Fact]
    public void A_png_whose_data_stops_early_is_an_error_although_its_end_chunk_is_there()
    {
        var file = Fixture.Bytes("rgb16.png");
        var idat = file.AsSpan().IndexOf("IDAT"u8);
        var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(idat - 4));
        byte[] cut = [.. file[..(idat + 4 + (length / 2))], .. file[(idat + 4 + length)..]];
        BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(idat - 4), length / 2);
        Assert.Equal(InspectionVerdict.Ok, ImageInspector.Inspect(cut).Verdict);
        Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(cut).Dispose());
    }

    [Property(MaxTest = 300)]
    public void A_damaged_file_is_an_image_or_a_decode_error_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        var names = Fixture.Decoded.Keys.ToArray();
        var file = Fixture.Bytes(names[random.Next(names.Length)]);
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            file[random.Next(file.Length)] = (byte)random.Next(256);
        }

        try
        {
            using var image = ImageDecoder.Decode(file, 1_000_000);
            Assert.Equal(image.Width * image.Height * 3, image.Pixels.Length);
        }
        catch (ImageDecodeException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    }
}
