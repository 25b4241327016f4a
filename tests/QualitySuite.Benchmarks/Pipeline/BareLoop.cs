using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using QualitySuite.Benchmarks.Inputs;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>One way of calling a session.</summary>
/// <param name="Callers">Threads that call it.</param>
/// <param name="IntraOpThreads">Threads that one call uses.</param>
/// <param name="Batch">Images a call.</param>
internal sealed record LoopDesign(int Callers, int IntraOpThreads, int Batch)
{
    /// <summary>Those worth trying on so many cores.</summary>
    public static LoopDesign[] ForCores(int cores) => [new(cores, 1, 4), new(cores, 1, 8), new(1, cores, 8)];

    public override string ToString() => FormattableString.Invariant($"{Callers} x {IntraOpThreads} threads, batch {Batch}");
}

/// <summary>What the machine gives: <c>InferenceSession.Run</c> on tensors that are there already, and nothing else.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly LoopDesign _design;
    private readonly InferenceSession _session;
    private readonly List<Caller> _callers = [];

    private BareLoop(string model, LoopDesign design)
    {
        _design = design;
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = design.IntraOpThreads,
            InterOpNumThreads = 1,
        };

        // As generous as can be to the loop: nothing else wants the cores that a spinning thread takes.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", design.IntraOpThreads > 1 ? "1" : "0");
        _session = new InferenceSession(model, options);
        for (var i = 0; i < design.Callers; i++)
        {
            _callers.Add(new Caller(_session, design.Batch, seed: i));
            _callers[i].Run();
        }
    }

    /// <summary>Loads the model and runs it for about <paramref name="duration"/>.</summary>
    public static LoopSpeed Measure(string model, LoopDesign design, TimeSpan duration)
    {
        using var loop = new BareLoop(model, design);
        return loop.Measure(duration);
    }

    private LoopSpeed Measure(TimeSpan duration)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var images = 0;
        var threads = _callers.Select(caller => new Thread(() =>
        {
            var mine = 0;
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                caller.Run();
                mine += _design.Batch;
            }

            Interlocked.Add(ref images, mine);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return new LoopSpeed(images / Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / images);
    }

    public void Dispose()
    {
        _callers.ForEach(caller => caller.Dispose());
        _session.Dispose();
    }

    /// <summary>The tensors of one calling thread.</summary>
    private sealed class Caller : IDisposable
    {
        private static readonly string[] InputNames = ["pixel_values"];
        private static readonly string[] OutputNames = ["image_embeds"];

        private readonly InferenceSession _session;
        private readonly RunOptions _options = new();
        private readonly OrtValue[] _inputs;
        private readonly OrtValue[] _outputs;

        public Caller(InferenceSession session, int batch, int seed)
        {
            var shape = VitPack.Shape;
            var random = new Random(seed);
            var pixels = new float[batch * 3 * shape.Side * shape.Side];
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (random.NextSingle() * 4) - 2;
            }

            _session = session;
            _inputs = [OrtValue.CreateTensorValueFromMemory(pixels, [batch, 3, shape.Side, shape.Side])];
            _outputs = [OrtValue.CreateTensorValueFromMemory(new float[batch * shape.Dimension], [batch, shape.Dimension])];
        }

        public void Run() => _session.Run(_options, InputNames, _inputs, OutputNames, _outputs);

        public void Dispose()
        {
            _inputs[0].Dispose();
            _outputs[0].Dispose();
            _options.Dispose();
        }
    }
}
