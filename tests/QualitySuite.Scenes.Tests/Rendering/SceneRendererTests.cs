using QualitySuite.Scenes.Rendering;
using SkiaSharp;

namespace QualitySuite.Scenes.Tests.Rendering;

public sealed class SceneRendererTests
{
    private static readonly Background Studio = Vocabulary.Backgrounds.Single(background => background.Name == "studio");

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_does_not()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var scene = SceneGenerator.Generate(new Random(seed));
            Assert.Equal(Encode(scene, seed), Encode(scene, seed));
            Assert.NotEqual(Encode(scene, seed), Encode(scene, seed + 1));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void As_many_objects_are_seen_as_the_scene_has(int count)
    {
        foreach (var style in Enum.GetValues<DrawingStyle>())
        {
            for (var seed = 0; seed < 4; seed++)
            {
                using var picture = SceneRenderer.Render(new Scene(Group("heart", Palette.Red, count), null, null, Studio, style), seed, 256);
                // An outline inside a heart can cut a sliver off it.
                var areas = Pixels.Areas(picture, IsRed);
                var hearts = areas.Count(area => area > areas.Max() / 4);
                Assert.True(hearts == count, $"{hearts} hearts, not {count}, in {style} with seed {seed}");
            }
        }
    }

    [Theory]
    [InlineData(Relation.LeftOf, -1, 0)]
    [InlineData(Relation.RightOf, 1, 0)]
    [InlineData(Relation.Above, 0, -1)]
    [InlineData(Relation.Below, 0, 1)]
    [InlineData(Relation.InFrontOf, 0, 1)]
    public void The_first_group_stands_where_the_relation_says(Relation relation, int x, int y)
    {
        foreach (var style in Enum.GetValues<DrawingStyle>())
        {
            for (var seed = 0; seed < 6; seed++)
            {
                var scene = new Scene(Group("star", Palette.Red, 2), Group("heart", Palette.Blue, 1), relation, Studio, style);
                using var picture = SceneRenderer.Render(scene, seed, 256);
                var (first, second) = (Pixels.Centre(picture, IsRed), Pixels.Centre(picture, IsBlue));

                Assert.True(x == 0 || (first.X - second.X) * x > 60, $"{relation} in {style}: {first} and {second}");
                Assert.True(y == 0 || (first.Y - second.Y) * y > 40, $"{relation} in {style}: {first} and {second}");
            }
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(333)]
    [InlineData(1024)]
    public void A_picture_has_the_size_that_was_asked_for(int size)
    {
        foreach (var style in Enum.GetValues<DrawingStyle>())
        {
            using var picture = SceneRenderer.Render(SceneGenerator.Generate(new Random(size)) with { Style = style }, 1, size);
            Assert.Equal((size, size), (picture.Width, picture.Height));
            Assert.InRange(picture.Pixels.Distinct().Count(), 8, int.MaxValue);
        }
    }

    [Fact]
    public void No_scenery_leaves_a_pixel_unpainted()
    {
        // Objects are left out, since they would cover a gap: the sceneries alone have to fill the picture.
        foreach (var (background, style) in Vocabulary.Backgrounds.SelectMany(background => Enum.GetValues<DrawingStyle>().Select(style => (background, style))))
        {
            for (var seed = 0; seed < 8; seed++)
            {
                using var picture = new SKBitmap(256, 256, SKColorType.Rgba8888, SKAlphaType.Premul);
                picture.Erase(SKColors.Transparent);
                using (var canvas = new SKCanvas(picture))
                {
                    canvas.Scale(picture.Width / Painter.Extent);
                    background.Paint(SceneRenderer.CreatePainter(style, canvas, new Random(seed)), new Random(seed));
                }

                var unpainted = picture.Pixels.Count(pixel => pixel.Alpha < byte.MaxValue);
                Assert.True(unpainted == 0, $"{unpainted} pixels of {background} in {style} with seed {seed}");
            }
        }
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, new byte[] { 0xFF, 0xD8, 0xFF })]
    [InlineData(ImageFormat.Png, new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData(ImageFormat.Webp, new byte[] { 0x52, 0x49, 0x46, 0x46 })]
    public void A_picture_is_encoded_in_its_format_and_survives_it(ImageFormat format, byte[] signature)
    {
        using var picture = SceneRenderer.Render(SceneGenerator.Generate(new Random(5)), 5, 128);
        var bytes = ImageEncoder.Encode(picture, format);
        using var decoded = SKBitmap.Decode(bytes);

        Assert.Equal(signature, bytes[..signature.Length]);
        Assert.InRange(Pixels.Luma(picture).Zip(Pixels.Luma(decoded), (a, b) => Math.Abs(a - b)).Average(), 0, 6);
    }

    private static byte[] Encode(Scene scene, int seed)
    {
        using var picture = SceneRenderer.Render(scene, seed, 128);
        return ImageEncoder.Encode(picture, ImageFormat.Png);
    }

    private static ObjectGroup Group(string name, NamedColour colour, int count) => new(Vocabulary.Objects.Single(kind => kind.Name == name), colour, count);

    private static bool IsRed(SKColor c) => c.Red > c.Green + 50 && c.Red > c.Blue + 50;

    private static bool IsBlue(SKColor c) => c.Blue > c.Red + 50 && c.Blue > c.Green + 35;
}
