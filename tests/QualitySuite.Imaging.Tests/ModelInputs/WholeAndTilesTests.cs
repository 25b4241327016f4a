using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.ModelInputs;

public sealed class WholeAndTilesTests
{
    [Fact]
    public void The_whole_is_left_and_four_unscaled_tiles_are_right()
    {
        // 8 x 8, each pixel holding its row and column: a tile of 2 starts at floor(2 - 1) = 1 and floor(6 - 1) = 5.
        using var image = Numbered(8, 8);
        using var pixels = ModelInput.Resize(image, Options(4));

        Assert.Equal((8, 4), (pixels.Width, pixels.Height));
        int[][] tiles = [[11, 12, 15, 16], [21, 22, 25, 26], [51, 52, 55, 56], [61, 62, 65, 66]];
        Assert.Equal(tiles, Enumerable.Range(0, 4).Select(y => Row(pixels, y)[4..]));
        using var whole = Resampling.Bicubic(image, 4, 4);
        Assert.Equal(Enumerable.Range(0, 4).Select(y => Row(whole, y)), Enumerable.Range(0, 4).Select(y => Row(pixels, y)[..4]));
    }

    [Fact]
    public void An_image_as_small_as_the_whole_is_not_touched()
    {
        using var image = Numbered(4, 4);
        using var pixels = ModelInput.Resize(image, Options(4));

        int[][] expected = [[0, 1, 2, 3, 0, 1, 2, 3], [10, 11, 12, 13, 10, 11, 12, 13], [20, 21, 22, 23, 20, 21, 22, 23], [30, 31, 32, 33, 30, 31, 32, 33]];
        Assert.Equal(expected, Enumerable.Range(0, 4).Select(y => Row(pixels, y)));
    }

    [Fact]
    public void Where_an_image_is_smaller_than_a_tile_its_last_row_and_column_go_on()
    {
        // Tiles of 4 from 3 columns and 2 rows: all four are the image and what is behind its edges.
        using var image = Numbered(3, 2);
        using var pixels = ModelInput.Resize(image, Options(8));

        int[][] tile = [[0, 1, 2, 2], [10, 11, 12, 12], [10, 11, 12, 12], [10, 11, 12, 12]];
        Assert.Equal([.. tile, .. tile], Enumerable.Range(0, 8).Select(y => Row(pixels, y)[8..12]));
        Assert.Equal([.. tile, .. tile], Enumerable.Range(0, 8).Select(y => Row(pixels, y)[12..]));
    }

    [Fact]
    public void Only_the_axis_that_is_too_short_is_filled_up()
    {
        using var image = Numbered(8, 1);
        using var pixels = ModelInput.Resize(image, Options(4));

        Assert.All(Enumerable.Range(0, 4), y => Assert.Equal([1, 2, 5, 6], Row(pixels, y)[4..]));
    }

    [Theory]
    [InlineData(0, 512, 64, 96)] // 128 - 32
    [InlineData(1, 512, 64, 352)] // 384 - 32
    [InlineData(0, 10, 5, 0)] // 2.5 - 2.5
    [InlineData(1, 10, 5, 5)]
    [InlineData(0, 7, 3, 0)] // floor(1.75 - 1.5)
    [InlineData(1, 7, 3, 3)] // floor(5.25 - 1.5)
    [InlineData(0, 5, 4, 0)] // floor(-0.75), then within the axis
    [InlineData(1, 5, 4, 1)] // floor(1.75)
    [InlineData(1, 4, 4, 0)] // floor(1), then within the axis
    [InlineData(1, 3, 4, 0)]
    public void A_tile_starts_where_the_formula_says(int index, int length, int tile, int expected) =>
        Assert.Equal(expected, WholeAndTiles.Start(index, length, tile));

    [Property(MaxTest = 200)]
    public void Numbers_are_those_of_the_definition_pixel_by_pixel(byte width, byte height, byte halfSide, int seed)
    {
        using var image = Pictures.Computed(1 + (width % 90), 1 + (height % 70), seed & 0xFFFF);
        var side = 2 * (1 + (halfSide % 20));
        foreach (var layout in Enum.GetValues<ModelInputLayout>())
        {
            var options = Options(side) with { Mean = new(0.5f, 0.4f, 0.3f), Deviation = new(0.25f, 0.5f, 2), Layout = layout };
            var input = new float[options.Length];
            ModelInput.Fill(image, options, input);
            Assert.Equal(Plain(image, options), input);
        }
    }

    [Fact]
    public void An_odd_size_a_crop_or_another_filter_is_refused()
    {
        using var image = Pictures.Flat(4, 4, 1, 2, 3);
        Assert.Throws<ArgumentException>(() => ModelInput.Resize(image, Options(5)));
        Assert.Throws<ArgumentException>(() => ModelInput.Resize(image, Options(4) with { Crop = 4 }));
        Assert.Throws<ArgumentException>(() => ModelInput.Resize(image, Options(4) with { Filter = ResampleFilter.Bilinear }));
    }

    private static ModelInputOptions Options(int side) => new()
    {
        Size = side,
        Crop = null,
        WithTiles = true,
        Mean = new(0, 0, 0),
        Deviation = new(1, 1, 1),
    };

    /// <summary>The definition, one number after the other.</summary>
    private static float[] Plain(RgbImage image, ModelInputOptions options)
    {
        var (side, tile) = (options.Size, options.Size / 2);
        using var whole = Resampling.Bicubic(image, side, side);
        float[] means = [options.Mean.Red, options.Mean.Green, options.Mean.Blue];
        float[] deviations = [options.Deviation.Red, options.Deviation.Green, options.Deviation.Blue];
        var input = new float[3 * side * 2 * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < 2 * side; x++)
            {
                var (source, at) = x < side ? (whole, (x, y)) : (image, (Position(x - side, image.Width), Position(y, image.Height)));
                for (var c = 0; c < 3; c++)
                {
                    var value = ((source.Pixels[(((at.Item2 * source.Width) + at.Item1) * 3) + c] / 255f) - means[c]) / deviations[c];
                    input[options.Layout == ModelInputLayout.Nchw ? (((c * side) + y) * 2 * side) + x : (((y * 2 * side) + x) * 3) + c] = value;
                }
            }
        }

        return input;

        int Position(int place, int length)
        {
            var middle = ((2 * (place / tile)) + 1) * length / 4.0;
            var start = Math.Clamp((int)Math.Floor(middle - (tile / 2.0)), 0, Math.Max(0, length - tile));
            return Math.Min(start + (place % tile), length - 1);
        }
    }

    /// <summary>Red is 10 times the row plus the column.</summary>
    private static RgbImage Numbered(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++)
        {
            image.Pixels.Slice(3 * i, 3).Fill((byte)((10 * (i / width)) + (i % width)));
        }

        return image;
    }

    private static int[] Row(RgbImage image, int y) => [.. Enumerable.Range(0, image.Width).Select(x => (int)image.Pixels[((y * image.Width) + x) * 3])];
}
