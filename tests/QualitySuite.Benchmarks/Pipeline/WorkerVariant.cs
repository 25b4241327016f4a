namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>A way to run the worker.</summary>
/// <param name="TurboJpeg">Whether libturbojpeg may be used.</param>
/// <param name="Technical">Whether the technical measures are computed, which every installation does unless told otherwise.</param>
internal sealed record WorkerVariant(bool TurboJpeg, bool Technical)
{
    public static IReadOnlyList<WorkerVariant> All { get; } = [new(true, true), new(false, true), new(true, false), new(false, false)];

    /// <summary>Least share of the bare loop's speed that is wanted.</summary>
    public double Goal => TurboJpeg ? 0.85 : 0.78;

    /// <param name="technical">Metrics that are not the model's.</param>
    public IReadOnlyDictionary<string, string> Settings(IEnumerable<string> technical)
    {
        var settings = new Dictionary<string, string> { [StartupHook.TurboJpeg] = TurboJpeg ? "on" : "off" };
        if (!Technical)
        {
            foreach (var metric in technical)
            {
                settings[$"Scoring__Sampling__{metric}"] = "0";
            }
        }

        return settings;
    }

    public override string ToString() =>
        $"{(TurboJpeg ? "libturbojpeg" : "SkiaSharp alone")}, {(Technical ? "model and technical measures" : "model alone")}";
}
