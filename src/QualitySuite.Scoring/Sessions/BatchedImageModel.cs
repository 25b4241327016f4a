using System.Collections.Concurrent;
using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Sessions;

/// <summary>Takes the model's output for one image.</summary>
internal delegate void TakeOutput(PreparedImage image, ReadOnlySpan<float> output);

/// <summary>An image model with the pooled tensors of the images that wait for it.</summary>
internal sealed class BatchedImageModel(ImageModelContract contract, byte[] model, SessionSettings settings, int maxBatch) : IDisposable
{
    private readonly ConcurrentBag<float[]> _tensors = [];

    public OnnxImageModel Model { get; } = new(contract, model, settings, maxBatch);

    /// <summary>The image's tensor in a pooled buffer; it goes back by <see cref="Run"/> or <see cref="Return"/>.</summary>
    public float[] Prepare(RgbImage image)
    {
        if (!_tensors.TryTake(out var tensor))
        {
            tensor = GC.AllocateUninitializedArray<float>(Model.InputLength);
        }

        ImageTensor.Fill(image, contract.Input, tensor);
        return tensor;
    }

    public void Return(float[] tensor) => _tensors.Add(tensor);

    /// <summary>Runs the images that still hold a tensor in <paramref name="slot"/>, and takes the tensors back.</summary>
    /// <exception cref="ScoringException">The model fails; images that were not reached keep their tensors.</exception>
    public void Run(IReadOnlyList<PreparedImage> images, int slot, TakeOutput take)
    {
        var buffers = Model.Rent();
        try
        {
            var next = 0;
            while (next < images.Count)
            {
                var first = next;
                var count = 0;
                for (; next < images.Count && count < Model.MaxBatch; next++)
                {
                    if (images[next].Tensors[slot] is { } tensor)
                    {
                        tensor.CopyTo(buffers.InputOf(count++));
                    }
                }

                if (count > 0)
                {
                    Spread(Model.Run(buffers, count), images, first, next, slot, take);
                }
            }
        }
        finally
        {
            Model.Return(buffers);
        }
    }

    public void Dispose() => Model.Dispose();

    private void Spread(ReadOnlySpan<float> outputs, IReadOnlyList<PreparedImage> images, int first, int end, int slot, TakeOutput take)
    {
        for (var i = first; i < end; i++)
        {
            if (images[i].Tensors[slot] is not { } tensor)
            {
                continue;
            }

            take(images[i], outputs[..Model.OutputLength]);
            outputs = outputs[Model.OutputLength..];
            images[i].Tensors[slot] = null;
            Return(tensor);
        }
    }
}
