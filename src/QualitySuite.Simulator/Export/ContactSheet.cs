using QualitySuite.Scenes;
using QualitySuite.Scenes.Rendering;
using SkiaSharp;

namespace QualitySuite.Simulator.Export;

/// <summary>Pictures side by side on one sheet, to be looked at.</summary>
internal static class ContactSheet
{
    private const int Gap = 6;

    /// <summary>Every object of the vocabulary in each style.</summary>
    public static byte[] OfObjects(int cell)
    {
        var styles = Enum.GetValues<DrawingStyle>();
        var studio = Vocabulary.Backgrounds.First(background => background.Name == "studio");
        var colours = Palette.All.Where(colour => !studio.Drowns.Contains(colour)).ToArray();
        var pictures = Vocabulary.Objects.SelectMany((kind, i) => styles.Select(style =>
            SceneRenderer.Render(new Scene(new ObjectGroup(kind, colours[i % colours.Length], 1), null, null, studio, style), i, 512)));
        return Compose(pictures, columns: 4 * styles.Length, cell);
    }

    /// <summary>Lays pictures out row by row, disposes them, and returns the sheet as a PNG.</summary>
    public static byte[] Compose(IEnumerable<SKBitmap> pictures, int columns, int cell)
    {
        var all = pictures.ToList();
        var rows = (all.Count + columns - 1) / columns;
        using var sheet = new SKBitmap(columns * (cell + Gap) + Gap, rows * (cell + Gap) + Gap);
        using (var canvas = new SKCanvas(sheet))
        {
            canvas.Clear(new SKColor(128, 128, 128));
            for (var i = 0; i < all.Count; i++)
            {
                using var image = SKImage.FromBitmap(all[i]);
                var place = SKRect.Create(Gap + i % columns * (cell + Gap), Gap + i / columns * (cell + Gap), cell, cell);
                canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
                all[i].Dispose();
            }
        }

        return ImageEncoder.Encode(sheet, ImageFormat.Png);
    }
}
