using SkiaSharp;
using static QualitySuite.Scenes.Rendering.SceneryShapes;

namespace QualitySuite.Scenes.Rendering;

/// <summary>
/// The backgrounds of the vocabulary, each drawn on a square of <see cref="Painter.Extent"/> units. The washes cover all of it: a sky reaches down to
/// the ground, since the hill between them does not everywhere.
/// </summary>
internal static class Sceneries
{
    private const float Extent = Painter.Extent;

    public static IReadOnlyList<Background> All { get; } =
    [
        new("wooden table", ["on a wooden table", "on a wooden tabletop"], [Palette.Brown, Palette.Orange], WoodenTable),
        new("beach", ["on a beach", "on a sandy beach"], [Palette.Yellow, Palette.Orange, Palette.White], Beach),
        new("meadow", ["in a meadow", "in a green meadow", "on green grass"], [Palette.Green, Palette.Teal], Meadow),
        new("night sky", ["under a night sky", "at night under the stars"], [Palette.Black, Palette.Blue, Palette.Purple], NightSky, hasGround: false),
        new("studio", ["in a photo studio", "on a plain studio backdrop"], [Palette.White, Palette.Gray], Studio),
        new("snow", ["in the snow", "on fresh snow"], [Palette.White, Palette.Gray], Snow),
        new("brick wall", ["in front of a brick wall", "against a brick wall"], [Palette.Red, Palette.Brown, Palette.Orange], BrickWall),
        new("blue sky", ["in a blue sky", "against a cloudy blue sky"], [Palette.Blue, Palette.White, Palette.Teal], BlueSky, hasGround: false),
        new("lake", ["on a lake", "on a calm lake"], [Palette.Blue, Palette.Teal], Lake),
        new("desert sunset", ["in the desert at sunset", "at sunset in the desert"], [Palette.Orange, Palette.Red, Palette.Pink, Palette.Brown], Desert),
    ];

    private static void WoodenTable(Painter painter, Random random)
    {
        const int planks = 5;
        for (var i = 0; i < planks; i++)
        {
            var top = Extent * i / planks;
            var tone = Tones.Mix(new SKColor(196, 150, 100), new SKColor(164, 116, 72), (float)random.NextDouble());
            painter.Wash(new SKRect(0, top, Extent, top + Extent / planks), tone, Tones.Mix(tone, SKColors.Black, 0.06f));
            for (var grain = 0; grain < 3; grain++)
            {
                var y = top + 18 + 28 * grain + random.Next(12);
                Draw(path => Wave(path, y, 5, random), path => painter.SceneryLine(path, new SKColor(138, 94, 56, 150), 1.6f));
            }

            Draw(path => Across(path, top), path => painter.SceneryLine(path, new SKColor(104, 68, 38), 2.6f));
        }
    }

    private static void Beach(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, 110), new SKColor(128, 196, 240), new SKColor(206, 234, 248));
        painter.Wash(new SKRect(0, 110, Extent, 176), new SKColor(40, 138, 178), new SKColor(112, 198, 206));
        painter.Wash(new SKRect(0, 176, Extent, Extent), new SKColor(238, 216, 164), new SKColor(222, 190, 132));
        Draw(path => Wave(path, 176, 6, random), path => painter.SceneryLine(path, SKColors.White, 6));
        Specks(painter, random, 60, new SKRect(0, 200, Extent, Extent), 2, new SKColor(196, 162, 106));
    }

    private static void Meadow(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, 170), new SKColor(134, 200, 242), new SKColor(222, 240, 250));
        Hill(painter, random, 150, new SKColor(136, 184, 108));
        painter.Wash(new SKRect(0, 170, Extent, Extent), new SKColor(128, 186, 84), new SKColor(88, 152, 60));
        for (var i = 0; i < 40; i++)
        {
            var (x, y) = (random.Next(512), 190 + random.Next(320));
            Draw(path => Blade(path, x, y), path => painter.SceneryLine(path, new SKColor(70, 128, 50), 2));
        }

        Specks(painter, random, 26, new SKRect(0, 190, Extent, Extent), 3.4f, new SKColor(250, 246, 226));
    }

    private static void NightSky(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, Extent), new SKColor(14, 18, 52), new SKColor(52, 48, 100));
        Specks(painter, random, 60, new SKRect(0, 0, Extent, Extent), 1.7f, new SKColor(246, 244, 226));
        Draw(path => path.AddCircle(random.Next(2) == 0 ? 58 : 454, 54, 26), path => painter.Scenery(path, new SKColor(246, 238, 206)));
    }

    private static void Studio(Painter painter, Random random)
    {
        SKColor[] backdrops = [new(222, 224, 228), new(214, 222, 232), new(232, 224, 214), new(222, 230, 220)];
        var tone = backdrops[random.Next(backdrops.Length)];
        painter.Wash(new SKRect(0, 0, Extent, 340), tone, Tones.Mix(tone, SKColors.White, 0.5f));
        painter.Wash(new SKRect(0, 340, Extent, Extent), Tones.Mix(tone, SKColors.White, 0.35f), Tones.Mix(tone, SKColors.Black, 0.1f));
    }

    private static void Snow(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, 180), new SKColor(150, 176, 206), new SKColor(206, 220, 234));
        Hill(painter, random, 150, new SKColor(224, 234, 244));
        painter.Wash(new SKRect(0, 180, Extent, Extent), new SKColor(236, 242, 248), new SKColor(214, 226, 240));
        Specks(painter, random, 55, new SKRect(0, 0, Extent, Extent), 3, SKColors.White);
    }

    private static void BrickWall(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, Extent), new SKColor(206, 196, 184), new SKColor(190, 180, 168));
        const float height = 42, width = 96;
        for (var row = 0; row * height < Extent; row++)
        {
            for (var x = row % 2 == 0 ? 0 : -width / 2; x < Extent; x += width)
            {
                var tone = Tones.Mix(new SKColor(178, 92, 70), new SKColor(150, 70, 54), (float)random.NextDouble());
                Draw(path => path.AddRect(SKRect.Create(x + 2, row * height + 2, width - 4, height - 4)), path => painter.Scenery(path, tone));
            }
        }
    }

    private static void BlueSky(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, Extent), new SKColor(86, 160, 232), new SKColor(190, 224, 250));
        for (var i = 0; i < 4; i++)
        {
            var (x, y, size) = (random.Next(460), 30 + 120 * i + random.Next(40), 22 + random.Next(16));
            Draw(path => Cloud(path, x, y, size), path => painter.Scenery(path, new SKColor(248, 251, 254)));
        }
    }

    private static void Lake(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, 130), new SKColor(176, 214, 240), new SKColor(232, 240, 244));
        Hill(painter, random, 112, new SKColor(112, 150, 116));
        painter.Wash(new SKRect(0, 130, Extent, Extent), new SKColor(126, 180, 206), new SKColor(56, 118, 158));
        for (var i = 0; i < 24; i++)
        {
            var (x, y, length) = (random.Next(480), 150 + random.Next(350), 24 + random.Next(50));
            Draw(path => Ripple(path, x, y, length), path => painter.SceneryLine(path, new SKColor(206, 230, 240), 2.2f));
        }
    }

    private static void Desert(Painter painter, Random random)
    {
        painter.Wash(new SKRect(0, 0, Extent, 215), new SKColor(120, 92, 160), new SKColor(250, 186, 120));
        Draw(path => path.AddCircle(90 + random.Next(330), 170, 36), path => painter.Scenery(path, new SKColor(254, 226, 150)));
        Hill(painter, random, 190, new SKColor(206, 138, 84));
        painter.Wash(new SKRect(0, 215, Extent, Extent), new SKColor(232, 182, 120), new SKColor(206, 146, 88));
        for (var i = 0; i < 6; i++)
        {
            var y = 240 + 45 * i;
            Draw(path => Wave(path, y, 12, random), path => painter.SceneryLine(path, new SKColor(190, 130, 78), 2));
        }
    }
}
