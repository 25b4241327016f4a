using SkiaSharp;

namespace QualitySuite.Scenes.Tests;

/// <summary>Plain measures of pictures, written apart from what the suite measures with.</summary>
internal static class Pixels
{
    public static double[] Luma(SKBitmap picture) =>
        [.. picture.Pixels.Select(p => 0.299 * p.Red + 0.587 * p.Green + 0.114 * p.Blue)];

    /// <summary>Variance of the four-neighbour Laplacian: high where there are sharp edges.</summary>
    public static double LaplacianVariance(SKBitmap picture)
    {
        var (luma, width) = (Luma(picture), picture.Width);
        var values = new List<double>();
        for (var y = 1; y < picture.Height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var i = y * width + x;
                values.Add(luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - 4 * luma[i]);
            }
        }

        var mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }

    /// <summary>Median of absolute differences to the pixel on the right: edges are few, noise is everywhere.</summary>
    public static double MedianStep(SKBitmap picture)
    {
        var luma = Luma(picture);
        var steps = luma.Zip(luma.Skip(1), (a, b) => Math.Abs(a - b)).Order().ToArray();
        return steps[steps.Length / 2];
    }

    /// <summary>Mean of the largest minus the smallest channel, 0-255.</summary>
    public static double Chroma(SKBitmap picture) =>
        picture.Pixels.Average(p => Math.Max(p.Red, Math.Max(p.Green, p.Blue)) - Math.Min(p.Red, Math.Min(p.Green, p.Blue)));

    /// <summary>Greatest minus least mean luma of the pixels of one place in a cell of <paramref name="period"/> x <paramref name="period"/>.</summary>
    public static double PhaseRange(SKBitmap picture, int period)
    {
        var means = Luma(picture).Select((luma, i) => (luma, Place: (i % picture.Width % period, i / picture.Width % period)))
            .GroupBy(pixel => pixel.Place).Select(place => place.Average(pixel => pixel.luma)).ToList();
        return means.Max() - means.Min();
    }

    /// <summary>The greatest absolute mean step between two neighbouring columns or rows.</summary>
    public static double GreatestEdge(SKBitmap picture)
    {
        var (luma, width) = (Luma(picture), picture.Width);
        double[] columns = [.. Enumerable.Range(0, width).Select(x => Enumerable.Range(0, picture.Height).Average(y => luma[y * width + x]))];
        double[] rows = [.. Enumerable.Range(0, picture.Height).Select(y => Enumerable.Range(0, width).Average(x => luma[y * width + x]))];
        return new[] { columns, rows }.SelectMany(means => means.Zip(means.Skip(1), (a, b) => Math.Abs(a - b))).Max();
    }

    /// <summary>Mean absolute step to the right on the borders of 8-pixel columns, less that everywhere else.</summary>
    public static double Blockiness(SKBitmap picture)
    {
        var (luma, width) = (Luma(picture), picture.Width);
        var steps = Enumerable.Range(0, luma.Length - 1).Where(i => i % width < width - 1)
            .ToLookup(i => i % width % 8 == 7, i => Math.Abs(luma[i] - luma[i + 1]));
        return steps[true].Average() - steps[false].Average();
    }

    /// <summary>The sum of absolute differences of the channels.</summary>
    public static int Distance(SKColor a, SKColor b) => Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);

    /// <summary>Centre of gravity of the pixels that a predicate accepts; fails where there are none.</summary>
    public static (double X, double Y) Centre(SKBitmap picture, Func<SKColor, bool> accept)
    {
        var all = picture.Pixels.Select((p, i) => (p, X: i % picture.Width, Y: i / picture.Width)).Where(p => accept(p.p)).ToList();
        Assert.NotEmpty(all);
        return (all.Average(p => p.X), all.Average(p => p.Y));
    }

    /// <summary>Connected areas (four neighbours) of accepted pixels, in pixels each.</summary>
    public static List<int> Areas(SKBitmap picture, Func<SKColor, bool> accept)
    {
        var (open, width, sizes) = (picture.Pixels.Select(accept).ToArray(), picture.Width, new List<int>());
        for (var start = 0; start < open.Length; start++)
        {
            var (stack, size) = (new Stack<int>([start]), 0);
            while (stack.TryPop(out var i))
            {
                if (i < 0 || i >= open.Length || !open[i])
                {
                    continue;
                }

                open[i] = false;
                size++;
                if (i % width > 0)
                {
                    stack.Push(i - 1);
                }

                if (i % width < width - 1)
                {
                    stack.Push(i + 1);
                }

                stack.Push(i - width);
                stack.Push(i + width);
            }

            if (size > 0)
            {
                sizes.Add(size);
            }
        }

        return sizes;
    }
}
