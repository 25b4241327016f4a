using QualitySuite.Scenes.Rendering;
using SkiaSharp;

namespace QualitySuite.Scenes.Tests.Rendering;

public sealed class ObjectTests
{
    private const int Side = 96;

    public static TheoryData<DrawingStyle> Styles => [.. Enum.GetValues<DrawingStyle>()];

    [Theory]
    [MemberData(nameof(Styles))]
    public void Every_object_covers_a_good_part_of_its_box_and_shows_its_colour(DrawingStyle style)
    {
        foreach (var kind in Vocabulary.Objects)
        {
            foreach (var (colour, isOfIt) in new[] { (Palette.Red, (Func<SKColor, bool>)IsReddish), (Palette.Blue, IsBluish) })
            {
                using var empty = Draw(null, colour, style);
                using var drawn = Draw(kind, colour, style);
                var changed = drawn.Pixels.Zip(empty.Pixels).Where(pair => Distance(pair.First, pair.Second) > 60).Select(pair => pair.First).ToList();

                Assert.True(changed.Count > 0.1 * Side * Side, $"{kind} in {style} covers only {changed.Count} pixels");
                Assert.True(changed.Count(isOfIt) > 0.25 * changed.Count, $"only {changed.Count(isOfIt)} of {changed.Count} pixels of {colour} {kind} in {style} are of its colour");
            }
        }
    }

    [Fact]
    public void No_two_objects_look_alike()
    {
        var masks = Vocabulary.Objects.Select(kind =>
        {
            using var drawn = Draw(kind, Palette.Red, DrawingStyle.PixelArt);
            return (kind, Pixels: drawn.Pixels);
        }).ToList();

        for (var i = 0; i < masks.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var different = masks[i].Pixels.Zip(masks[j].Pixels).Count(pair => Distance(pair.First, pair.Second) > 60);
                Assert.True(different > 0.08 * Side * Side, $"{masks[i].kind} and {masks[j].kind} differ in {different} pixels");
            }
        }
    }

    private static SKBitmap Draw(ObjectKind? kind, NamedColour colour, DrawingStyle style)
    {
        var bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(249, 248, 244));
        var painter = SceneRenderer.CreatePainter(style, canvas, new Random(1));
        if (kind is not null)
        {
            SceneRenderer.DrawObject(painter, canvas, new PlacedObject(kind, colour, new SKPoint(Side / 2, Side / 2), Side, 0, false), onGround: false);
        }

        return bitmap;
    }

    private static bool IsReddish(SKColor c) => c.Red > c.Green + 25 && c.Red > c.Blue + 25;

    private static bool IsBluish(SKColor c) => c.Blue > c.Red + 25 && c.Blue > c.Green + 15;

    private static int Distance(SKColor a, SKColor b) => Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);
}
