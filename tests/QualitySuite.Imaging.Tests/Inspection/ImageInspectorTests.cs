using System.Text;
using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.Inspection;

public sealed class ImageInspectorTests
{
    public static TheoryData<string> Accepted => [.. Fixture.Decoded.Keys];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_complete_file_is_accepted_with_its_stored_size(string name)
    {
        var expected = Fixture.Decoded[name];
        var isTurned = Path.GetFileNameWithoutExtension(name) is "orientation_5" or "orientation_6" or "orientation_7" or "orientation_8";
        var (width, height) = isTurned ? (expected.Height, expected.Width) : (expected.Width, expected.Height);
        var (format, type, detail) = Path.GetExtension(name) switch
        {
            ".png" => (ImageFormat.Png, "image/png", "A complete PNG."),
            ".jpg" => (ImageFormat.Jpeg, "image/jpeg", "A complete JPEG."),
            _ => (ImageFormat.WebP, "image/webp", "A complete WebP."),
        };
        var inspection = new ImageInspection(format, width, height, type, InspectionVerdict.Ok, detail);
        Assert.Equal(inspection, ImageInspector.Inspect(Fixture.Bytes(name)));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_file_cut_anywhere_is_never_accepted(string name)
    {
        var file = Fixture.Bytes(name);
        for (var length = 0; length < file.Length; length++)
        {
            var verdict = ImageInspector.Inspect(file.AsSpan(0, length)).Verdict;
            var isRefused = verdict is InspectionVerdict.Truncated or InspectionVerdict.NotAnImage;
            Assert.True(isRefused, $"{length} of {file.Length} bytes: {verdict}");
        }
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("baseline.jpg")]
    [InlineData("lossy.webp")]
    public void A_file_cut_behind_its_header_is_called_truncated(string name)
    {
        var file = Fixture.Bytes(name);
        Assert.Equal(InspectionVerdict.Truncated, ImageInspector.Inspect(file.AsSpan(0, file.Length - 3)).Verdict);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Bytes_after_the_end_are_tolerated(string name) =>
        Assert.Equal(InspectionVerdict.Ok, ImageInspector.Inspect([.. Fixture.Bytes(name), 0xFF, 0xD8, 1, 2, 3]).Verdict);

    [Fact]
    public void A_decompression_bomb_is_refused_by_its_header()
    {
        var inspection = ImageInspector.Inspect(Pictures.PngHeader(30_000, 30_000));
        const string detail = "The image has 30000 x 30000 pixels; at most 64000000 are accepted.";
        Assert.Equal(new ImageInspection(ImageFormat.Png, 30_000, 30_000, "image/png", InspectionVerdict.TooManyPixels, detail), inspection);
    }

    [Theory]
    [InlineData(8000u, 8000u, InspectionVerdict.Ok)]
    [InlineData(8000u, 8001u, InspectionVerdict.TooManyPixels)]
    [InlineData(2147483647u, 2147483647u, InspectionVerdict.TooManyPixels)]
    [InlineData(2147483648u, 1u, InspectionVerdict.NotAnImage)]
    [InlineData(0u, 5u, InspectionVerdict.NotAnImage)]
    public void The_limit_counts_pixels(uint width, uint height, InspectionVerdict verdict) =>
        Assert.Equal(verdict, ImageInspector.Inspect(Pictures.PngHeader(width, height)).Verdict);

    [Fact]
    public void A_limit_of_the_caller_replaces_the_default() =>
        Assert.Equal(InspectionVerdict.TooManyPixels, ImageInspector.Inspect(Fixture.Bytes("baseline.jpg"), (18 * 11) - 1).Verdict);

    [Theory]
    [InlineData("animated.gif", ImageFormat.Gif, "GIF is not accepted; send PNG, JPEG or WebP.")]
    [InlineData("animated.png", ImageFormat.Png, "Animated PNG is not accepted; send one frame.")]
    [InlineData("animated.webp", ImageFormat.WebP, "Animated WebP is not accepted; send one frame.")]
    public void Animations_are_refused(string name, ImageFormat format, string detail)
    {
        var inspection = ImageInspector.Inspect(Fixture.Bytes(name));
        Assert.Equal((format, InspectionVerdict.UnsupportedFormat, detail), (inspection.Format, inspection.Verdict, inspection.Detail));
    }

    [Theory]
    [InlineData("BM............................", "image/bmp")]
    [InlineData("II*\0............", "image/tiff")]
    [InlineData("MM\0*............", "image/tiff")]
    [InlineData("\0\0\0\u001cftypavif....", "image/avif")]
    [InlineData("\0\0\0\u001cftypheic....", "image/heic")]
    [InlineData("8BPS............", "image/vnd.adobe.photoshop")]
    [InlineData("\0\0\0\u000cJXL ............", "image/jxl")]
    public void Other_image_formats_are_recognised_and_refused(string start, string contentType)
    {
        var inspection = ImageInspector.Inspect(Encoding.Latin1.GetBytes(start));
        var expected = (ImageFormat.Other, contentType, InspectionVerdict.UnsupportedFormat);
        Assert.Equal(expected, (inspection.Format, inspection.ContentType, inspection.Verdict));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("%PDF-1.7")]
    [InlineData("\0\0\0\u001cftypmp42....")]
    public void What_is_no_image_is_called_so(string content)
    {
        var inspection = ImageInspector.Inspect(Encoding.Latin1.GetBytes(content));
        Assert.Equal(("application/octet-stream", InspectionVerdict.NotAnImage), (inspection.ContentType, inspection.Verdict));
    }

    [Theory]
    [InlineData(0xC3, 8)]
    [InlineData(0xC9, 8)]
    [InlineData(0xC1, 12)]
    public void Jpeg_codings_that_decoders_lack_are_unsupported(byte marker, byte precision)
    {
        byte[] file = [0xFF, 0xD8, 0xFF, marker, 0, 11, precision, 0, 16, 0, 16, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];
        Assert.Equal(InspectionVerdict.UnsupportedFormat, ImageInspector.Inspect(file).Verdict);
    }

    [Fact]
    public void Files_whose_structure_holds_no_picture_are_not_images()
    {
        var png = Fixture.Bytes("rgb.png");
        var data = png.AsSpan().IndexOf("IDAT"u8);
        png[data] = (byte)'X';
        Assert.Equal("The PNG holds no image data.", ImageInspector.Inspect(png).Detail);
        Assert.Equal("The JPEG holds no image data.", ImageInspector.Inspect([0xFF, 0xD8, 0xFF, 0xD9]).Detail);
        Assert.Equal("The JPEG has a scan before its frame header.", ImageInspector.Inspect([0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9]).Detail);
        Assert.Equal(InspectionVerdict.NotAnImage, ImageInspector.Inspect(png).Verdict);
    }

    [Fact]
    public void An_end_marker_inside_a_jpeg_comment_is_not_the_end()
    {
        var file = Fixture.Bytes("baseline.jpg");
        byte[] comment = [0xFF, 0xFE, 0, 4, 0xFF, 0xD9];
        byte[] commented = [0xFF, 0xD8, .. comment, .. file[2..]];
        Assert.Equal(InspectionVerdict.Ok, ImageInspector.Inspect(commented).Verdict);
        Assert.Equal(InspectionVerdict.Truncated, ImageInspector.Inspect(commented.AsSpan(0, commented.Length - 2)).Verdict);
    }

    [Property(MaxTest = 2000)]
    public void Random_bytes_behind_a_signature_never_throw(byte[] tail, byte which)
    {
        byte[] start = (which % 5) switch
        {
            0 => [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8],
            1 => [0xFF, 0xD8, 0xFF],
            2 => [.. "RIFF"u8, 20, 0, 0, 0, .. "WEBPVP8X"u8],
            3 => [.. "RIFF"u8],
            _ => [],
        };
        var inspection = ImageInspector.Inspect([.. start, .. tail ?? []]);
        Assert.NotEmpty(inspection.Detail);
    }

    [Property(MaxTest = 2000)]
    public void A_damaged_file_never_throws(int seed)
    {
        var random = new Random(seed);
        var names = Fixture.Decoded.Keys.ToArray();
        var file = Fixture.Bytes(names[random.Next(names.Length)]);
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            file[random.Next(file.Length)] = (byte)random.Next(256);
        }

        var inspection = ImageInspector.Inspect(file.AsSpan(0, random.Next(file.Length + 1)));
        Assert.True(inspection.Verdict != InspectionVerdict.Ok || (inspection.Width > 0 && inspection.Height > 0));
    }
}
