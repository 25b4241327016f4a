namespace QualitySuite.Imaging.Tests;

public sealed class AllocationTests
{
    private const int MaxBytes = 1024;

    [Fact]
    public void In_steady_state_an_image_leaves_next_to_nothing_for_the_collector()
    {
        var file = Fixture.Bytes("orientation_6.jpg");
        var model = Fixture.BrisqueModel();
        var options = new ModelInputOptions();
        var input = new float[options.Length];
        var withTiles = options with { Size = 128, Crop = null, WithTiles = true };
        var wide = new float[withTiles.Length];
        using var image = Pictures.Random(640, 480, 5);
        Assert.InRange(LeastAllocated(() => ImageDecoder.Decode(file).Dispose()), 0, MaxBytes);
        Assert.InRange(LeastAllocated(() => ModelInput.Fill(image, options, input)), 0, MaxBytes);
        Assert.InRange(LeastAllocated(() => ModelInput.Fill(image, withTiles, wide)), 0, MaxBytes);
        Assert.InRange(LeastAllocated(() => TechnicalMeasures.Measure(image)), 0, MaxBytes);
        Assert.InRange(LeastAllocated(() => model.Score(image)), 0, MaxBytes);
    }

    /// <summary>The least of several runs: the first fill the pools, and the pools may be trimmed in between.</summary>
    private static long LeastAllocated(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
