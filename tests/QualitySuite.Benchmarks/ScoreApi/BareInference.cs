using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using QualitySuite.Benchmarks.Inputs;

namespace QualitySuite.Benchmarks.ScoreApi;

/// <summary>The image model on one image's tensor, with the worker's settings.</summary>
internal sealed class BareInference : IDisposable
{
    private static readonly string[] InputNames = ["pixel_values"];
    private static readonly string[] OutputNames = ["image_embeds"];

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    public BareInference(string model, int threads)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };

        // Between calls a spinning thread would take the core from the worker that is measured in turn.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
        var shape = VitPack.Shape;
        _inputs = [OrtValue.CreateTensorValueFromMemory(new float[3 * shape.Side * shape.Side], [1, 3, shape.Side, shape.Side])];
        _outputs = [OrtValue.CreateTensorValueFromMemory(new float[shape.Dimension], [1, shape.Dimension])];
    }

    /// <returns>Milliseconds.</returns>
    public double Run()
    {
        var start = Stopwatch.GetTimestamp();
        _session.Run(_options, InputNames, _inputs, OutputNames, _outputs);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose()
    {
        _inputs[0].Dispose();
        _outputs[0].Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
