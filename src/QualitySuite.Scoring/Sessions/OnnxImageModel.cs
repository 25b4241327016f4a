using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Sessions;

/// <summary>An ONNX model from one image tensor to one row of numbers. Safe to call from several threads, each with its own buffers.</summary>
internal sealed class OnnxImageModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly ConcurrentBag<BatchBuffers> _buffers = [];
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly long[] _itemShape;

    /// <exception cref="ModelPackException">The bytes are no model that ONNX Runtime runs, or it is not shaped as the manifest says.</exception>
    public OnnxImageModel(ImageModelContract contract, byte[] model, SessionSettings settings, int maxBatch)
    {
        _inputNames = [contract.Input.Name];
        _outputNames = [contract.Output];
        _itemShape = TensorContract.ItemShape(contract.Input);
        OutputLength = contract.OutputLength;
        InputLength = checked((int)_itemShape.Aggregate(1L, (a, b) => a * b));
        _session = settings.Open(contract.Model.Path, model);
        try
        {
            MaxBatch = Math.Min(Math.Min(maxBatch, contract.MaxBatch ?? int.MaxValue), TensorContract.Check(_session, contract));
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Floats in one image's tensor.</summary>
    public int InputLength { get; }

    /// <summary>Numbers that one image gets.</summary>
    public int OutputLength { get; }

    /// <summary>Images in one run at most.</summary>
    public int MaxBatch { get; }

    /// <summary>Buffers for one caller; give them back with <see cref="Return"/>.</summary>
    public BatchBuffers Rent() => _buffers.TryTake(out var buffers) ? buffers : new BatchBuffers(_itemShape, OutputLength, MaxBatch);

    public void Return(BatchBuffers buffers) => _buffers.Add(buffers);

    /// <summary>Runs the model on the first <paramref name="count"/> images of the buffers.</summary>
    /// <returns>A view of the buffers, <c>[count, OutputLength]</c>.</returns>
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
