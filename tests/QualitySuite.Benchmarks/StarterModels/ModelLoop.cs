using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace QualitySuite.Benchmarks.StarterModels;

/// <summary>A model of the starter pack and the tensor that it takes.</summary>
/// <param name="File">Below the pack's folder.</param>
/// <param name="Input">Name of its input.</param>
/// <param name="Shape">Of one item: without the batch.</param>
/// <param name="IsText">Whether it takes 64-bit token ids; else it takes floats.</param>
internal sealed record BenchedModel(string File, string Input, long[] Shape, bool IsText = false)
{
    public override string ToString() => $"{File} ({string.Join(" x ", Shape)})";
}

/// <summary>Runs a model on every core at once, one thread each, on tensors that are there already.</summary>
internal static class ModelLoop
{
    /// <summary>Items a second.</summary>
    public static double Measure(BenchedModel model, int batch, TimeSpan duration)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(Path.Combine(Folders.StarterPack, model.File), options);
        using var input = Tensor(model, batch);
        using var settings = new RunOptions();
        string[] outputs = [.. session.OutputNames];
        void Run() => session.Run(settings, [model.Input], [input], outputs).Dispose();

        Run();
        var items = 0;
        var start = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                Run();
                Interlocked.Add(ref items, batch);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return items / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static OrtValue Tensor(BenchedModel model, int batch)
    {
        var random = new Random(1);
        long[] shape = [batch, .. model.Shape];
        var length = shape.Aggregate(1L, (product, side) => product * side);
        return model.IsText
            ? OrtValue.CreateTensorValueFromMemory(Enumerable.Range(0, (int)length).Select(_ => (long)random.Next(600, 2000)).ToArray(), shape)
            : OrtValue.CreateTensorValueFromMemory(Enumerable.Range(0, (int)length).Select(_ => (4 * random.NextSingle()) - 2).ToArray(), shape);
    }
}
