using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Classifiers;

/// <summary>An ONNX model from image tensors to one number a label. Safe to call from several threads, each with its own buffers.</summary>
internal sealed class OnnxClassifier : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly ConcurrentBag<BatchBuffers> _buffers = [];
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly long[] _itemShape;

    /// <exception cref="ModelPackException">The bytes are no model that ONNX Runtime runs, or it is not shaped as the manifest says.</exception>
    public OnnxClassifier(ClassifierManifest manifest, byte[] model, SessionSettings settings, int maxBatch)
    {
        _inputNames = [manifest.Input.Name];
        _outputNames = [manifest.Output];
        _itemShape = TensorContract.ItemShape(manifest.Input);
        LabelCount = manifest.Labels.Count;
        InputLength = checked((int)_itemShape.Aggregate(1L, (a, b) => a * b));
        try
        {
            using var options = settings.Create();
            _session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelPackException($"ONNX Runtime does not load '{manifest.Model.Path}': {exception.Message}", exception);
        }

        try
        {
            MaxBatch = Math.Min(Math.Min(maxBatch, manifest.MaxBatch ?? int.MaxValue), TensorContract.Check(_session, manifest));
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Floats in one image's tensor.</summary>
    public int InputLength { get; }

    public int LabelCount { get; }

    /// <summary>Images in one run at most.</summary>
    public int MaxBatch { get; }

    /// <summary>Buffers for one caller; give them back with <see cref="Return"/>.</summary>
    public BatchBuffers Rent() => _buffers.TryTake(out var buffers) ? buffers : new BatchBuffers(_itemShape, LabelCount, MaxBatch);

    public void Return(BatchBuffers buffers) => _buffers.Add(buffers);

    /// <summary>Runs the model on the first <paramref name="count"/> images of the buffers.</summary>
    /// <returns>A view of the buffers, <c>[count, LabelCount]</c>.</returns>
    /// <exception cref="ScoringException">ONNX Runtime fails, or an output is not finite.</exception>
    public ReadOnlySpan<float> Run(BatchBuffers buffers, int count)
    {
        try
        {
            _session.Run(_runOptions, _inputNames, buffers.Inputs(count), _outputNames, buffers.Outputs(count));
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ScoringException($"The model failed: {exception.Message}", exception);
        }

        var result = buffers.Result(count);
        foreach (var value in result)
        {
            if (!float.IsFinite(value))
            {
                throw new ScoringException("The model gave a number that is not finite.");
            }
        }

        return result;
    }

    public void Dispose()
    {
        while (_buffers.TryTake(out var buffers))
        {
            buffers.Dispose();
        }

        _runOptions.Dispose();
        _session.Dispose();
    }
}
