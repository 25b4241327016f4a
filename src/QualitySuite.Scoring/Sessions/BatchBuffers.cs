using Microsoft.ML.OnnxRuntime;

namespace QualitySuite.Scoring.Sessions;

/// <summary>
/// Input and output memory of one caller of a session, allocated once for the largest batch and pinned, with a tensor over its
/// first n images for every n that has occurred.
/// </summary>
internal sealed class BatchBuffers(long[] itemShape, int outputLength, int maxBatch) : IDisposable
{
    private readonly int _itemLength = checked((int)itemShape.Aggregate(1L, (a, b) => a * b));
    private readonly float[] _input = GC.AllocateArray<float>(
        checked((int)(itemShape.Aggregate(1L, (a, b) => a * b) * maxBatch)), pinned: true);

    private readonly float[] _output = GC.AllocateArray<float>(outputLength * maxBatch, pinned: true);
    private readonly OrtValue[]?[] _inputs = new OrtValue[maxBatch][];
    private readonly OrtValue[]?[] _outputs = new OrtValue[maxBatch][];

    public Span<float> InputOf(int index) => _input.AsSpan(index * _itemLength, _itemLength);

    public ReadOnlySpan<float> Result(int count) => _output.AsSpan(0, count * outputLength);

    public OrtValue[] Inputs(int count) =>
        _inputs[count - 1] ??= [Tensor(_input.AsMemory(0, count * _itemLength), [count, .. itemShape])];

    public OrtValue[] Outputs(int count) =>
        _outputs[count - 1] ??= [Tensor(_output.AsMemory(0, count * outputLength), [count, outputLength])];

    public void Dispose()
    {
        foreach (var values in _inputs.Concat(_outputs))
        {
            values?[0].Dispose();
        }
    }

    private static OrtValue Tensor(Memory<float> memory, long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);
}
