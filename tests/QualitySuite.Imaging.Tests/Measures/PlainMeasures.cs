namespace QualitySuite.Imaging.Tests.Measures;

/// <summary>The formulas of the technical measures, one pixel at a time in double precision.</summary>
internal static class PlainMeasures
{
    public static byte[] Grey(RgbImage image, GreyWeights weights)
    {
        var rgb = image.Pixels;
        var grey = new byte[image.Width * image.Height];
        for (var i = 0; i < grey.Length; i++)
        {
            var sum = ((long)weights.Red * rgb[3 * i]) + ((long)weights.Green * rgb[(3 * i) + 1]) + ((long)weights.Blue * rgb[(3 * i) + 2]);
            grey[i] = (byte)Math.Floor((sum / Math.Pow(2, weights.Shift)) + 0.5);
        }

        return grey;
    }

    public static double Sharpness(byte[] luma, int width, int height)
    {
        static int Mirror(int i, int n) => n == 1 ? 0 : i < 0 ? -i : i >= n ? (2 * n) - 2 - i : i;
        double At(int x, int y) => luma[(Mirror(y, height) * width) + Mirror(x, width)];
        return Variance(
            from y in Enumerable.Range(0, height)
            from x in Enumerable.Range(0, width)
            select At(x - 1, y) + At(x + 1, y) + At(x, y - 1) + At(x, y + 1) - (4 * At(x, y)));
    }

    public static double NoiseSigma(byte[] luma, int width, int height)
    {
        int[] kernel = [1, -2, 1, -2, 4, -2, 1, -2, 1];
        double sum = 0;
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                sum += Math.Abs(Enumerable.Range(0, 9).Sum(k => kernel[k] * luma[((y - 1 + (k / 3)) * width) + x - 1 + (k % 3)]));
            }
        }

        return width < 3 || height < 3 ? 0 : Math.Sqrt(Math.PI / 2) * sum / (6.0 * (width - 2) * (height - 2));
    }

    public static double Blockiness(byte[] luma, int width, int height)
    {
        List<int> borders = [], inside = [];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var level = luma[(y * width) + x];
                if (x + 1 < width)
                {
                    ((x + 1) % 8 == 0 ? borders : inside).Add(Math.Abs(level - luma[(y * width) + x + 1]));
                }

                if (y + 1 < height)
                {
                    ((y + 1) % 8 == 0 ? borders : inside).Add(Math.Abs(level - luma[((y + 1) * width) + x]));
                }
            }
        }

        return borders.Count == 0 ? 1 : (borders.Average() + 1) / (inside.Average() + 1);
    }

    public static double Contrast(byte[] luma) => Math.Sqrt(Variance(luma.Select(l => l / 255.0)));

    public static double Colourfulness(RgbImage image)
    {
        var pixels = image.Pixels.ToArray().Chunk(3).ToArray();
        var rg = pixels.Select(p => (double)p[0] - p[1]).ToArray();
        var yb = pixels.Select(p => ((p[0] + p[1]) / 2.0) - p[2]).ToArray();
        return Math.Sqrt(Variance(rg) + Variance(yb)) + (0.3 * Math.Sqrt(Math.Pow(rg.Average(), 2) + Math.Pow(yb.Average(), 2)));
    }

    public static double ExposureClipping(byte[] luma) => luma.Count(l => l is 0 or 1 or 2 or 253 or 254 or 255) / (double)luma.Length;

    /// <summary>scikit-image's blur_effect, step by step: a mean of 11 along one axis, Sobel along it before and after.</summary>
    public static double BlurEffect(byte[] luma, int width, int height)
    {
        double Level(int x, int y) => luma[(Reflect(y, height) * width) + Reflect(x, width)];
        double MeanAcross(int x, int y) => Enumerable.Range(-5, 11).Sum(i => Level(x + i, y)) / 11;
        double MeanDown(int x, int y) => Enumerable.Range(-5, 11).Sum(i => Level(x, y + i)) / 11;
        static double EdgeAcross(Func<int, int, double> f, int x, int y) => Math.Abs(
            f(x + 1, y - 1) + (2 * f(x + 1, y)) + f(x + 1, y + 1) - f(x - 1, y - 1) - (2 * f(x - 1, y)) - f(x - 1, y + 1));
        static double EdgeDown(Func<int, int, double> f, int x, int y) => EdgeAcross((a, b) => f(b, a), y, x);
        double sharpAcross = 0, lostAcross = 0, sharpDown = 0, lostDown = 0;
        for (var y = 2; y < height - 1; y++)
        {
            for (var x = 2; x < width - 1; x++)
            {
                sharpAcross += EdgeAcross(Level, x, y);
                lostAcross += Math.Max(0, EdgeAcross(Level, x, y) - EdgeAcross(MeanAcross, x, y));
                sharpDown += EdgeDown(Level, x, y);
                lostDown += Math.Max(0, EdgeDown(Level, x, y) - EdgeDown(MeanDown, x, y));
            }
        }

        double[] values =
        [
            .. sharpAcross > 0 ? [(sharpAcross - lostAcross) / sharpAcross] : Array.Empty<double>(),
            .. sharpDown > 0 ? [(sharpDown - lostDown) / sharpDown] : Array.Empty<double>(),
        ];
        return values.DefaultIfEmpty(1).Max();
    }

    public static double Banding(byte[] luma, int width, int height)
    {
        var (columns, rows) = (Math.Max(1, width / 64), Math.Max(1, height / 64));
        bool IsFlat(int x, int y) => x > 0 && y > 0 && x < width - 1 && y < height - 1
            && Enumerable.Range(0, 9).All(k => luma[((y - 1 + (k / 3)) * width) + x - 1 + (k % 3)] == luma[(y * width) + x]);
        var values = new List<double>();
        foreach (var window in Enumerable.Range(0, width * height).GroupBy(
            i => (Column: Math.Min(i % width / 64, columns - 1), Row: Math.Min(i / width / 64, rows - 1))))
        {
            double pixels = window.Count();
            var shares = window.Where(i => IsFlat(i % width, i / width)).CountBy(i => luma[i]).ToDictionary(c => (int)c.Key, c => c.Value / pixels);
            values.Add(shares.Sum(s => s.Value * Enumerable.Range(1, 8).SelectMany(k => new[] { (k, s.Key - k), (k, s.Key + k) }).Max(
                n => shares.TryGetValue(n.Item2, out var p) ? Math.Min(n.k, 4) * s.Value * p / (s.Value + p) : 0)));
        }

        return values.OrderDescending().Take((int)Math.Ceiling(values.Count * 0.3)).Average();
    }

    public static double Blank(RgbImage image)
    {
        var pixels = image.Pixels.ToArray();
        return Enumerable.Range(0, 3).All(c => IsOneTone([.. pixels.Where((_, i) => i % 3 == c)])) ? 1 : 0;
    }

    private static bool IsOneTone(byte[] channel) => channel.Max() - channel.Min() <= 16 && Variance(channel.Select(l => (double)l)) < 1;

    private static int Reflect(int i, int n) => i < 0 ? Reflect(-1 - i, n) : i >= n ? Reflect((2 * n) - 1 - i, n) : i;

    private static double Variance(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        return all.Average(v => (v - mean) * (v - mean));
    }
}
