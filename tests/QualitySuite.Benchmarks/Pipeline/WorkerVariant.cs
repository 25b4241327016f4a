namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>A way to run the worker.</summary>
/// <param name="Name">For the table.</param>
/// <param name="TurboJpeg">Whether libturbojpeg may be used.</param>
/// <param name="Goal">Least share of the bare loop's speed; null: published without a goal.</param>
internal sealed record WorkerVariant(string Name, bool TurboJpeg, double? Goal)
{
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        [StartupHook.TurboJpeg] = TurboJpeg ? "on" : "off",
    };
}
