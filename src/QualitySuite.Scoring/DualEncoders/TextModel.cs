using Microsoft.ML.OnnxRuntime;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Text;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>
/// The text half of a dual encoder. Texts are padded to the tokenizer's length where it says so. Otherwise a model of free length gets them
/// cut off behind the longest one's end token, which changes nothing in a causal model and saves most of the work. Safe to call from
/// several threads.
/// </summary>
internal sealed class TextModel : IDisposable
{
    private const string AttentionMask = "attention_mask";

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly TextEncoder _encoder;
    private readonly int _dimension;
    private readonly int? _fixedLength;
    private readonly int _maxBatch;
    private readonly bool _takesMask;

    /// <exception cref="ModelPackException">The model or the tokenizer's files cannot be used.</exception>
    public TextModel(DualEncoderManifest manifest, byte[] model, ITextTokenizer tokenizer, SessionSettings settings, int maxBatch)
    {
        _encoder = manifest.Text;
        _dimension = manifest.Dimension;
        Tokenizer = tokenizer;
        _session = settings.Open(_encoder.Model.Path, model);
        try
        {
            _takesMask = _session.InputNames.Contains(AttentionMask);
            var shape = CheckInputs();
            TensorContract.CheckTensor<float>(_session.OutputMetadata, "output", _encoder.Output, [_dimension]);
            _fixedLength = shape[1] < 0 ? null : shape[1];
            _maxBatch = shape[0] < 0 ? Math.Min(maxBatch, _encoder.MaxBatch ?? int.MaxValue) : shape[0];
            if (shape[0] > 1)
            {
                throw new ModelPackException($"The text model takes batches of exactly {shape[0]} texts; the batch dimension must be free or 1.");
            }

            if (_fixedLength < tokenizer.Length)
            {
                throw new ModelPackException($"The text model takes {_fixedLength} tokens, the tokenizer gives up to {tokenizer.Length}.");
            }

            if (tokenizer.Padding.ToLength && _fixedLength is { } taken && taken != tokenizer.Length)
            {
                throw new ModelPackException($"The text model takes {taken} tokens, the tokenizer pads to {tokenizer.Length}.");
            }
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    public ITextTokenizer Tokenizer { get; }

    /// <summary>One embedding a text, of length 1.</summary>
    /// <exception cref="ScoringException">ONNX Runtime fails, or an embedding has no direction or is not finite.</exception>
    public IReadOnlyList<float[]> Embed(IReadOnlyList<TokenizedText> texts)
    {
        var embeddings = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(_maxBatch))
        {
            Run(batch, embeddings);
        }

        return embeddings;
    }

    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private int[] CheckInputs()
    {
        var shape = TensorContract.CheckTensor<long>(_session.InputMetadata, "input", _encoder.Input, [-1]);
        if (_takesMask)
        {
            TensorContract.CheckTensor<long>(_session.InputMetadata, "input", AttentionMask, [-1]);
        }

        var unknown = _session.InputNames.Where(name => name != _encoder.Input && name != AttentionMask).ToList();
        return unknown.Count == 0
            ? shape
            : throw new ModelPackException($"The text model has inputs that the manifest does not name: {string.Join(", ", unknown.Select(n => $"'{n}'"))}.");
    }

    private void Run(TokenizedText[] texts, List<float[]> embeddings)
    {
        var padding = Tokenizer.Padding;
        var length = _fixedLength ?? (padding.ToLength ? Tokenizer.Length : texts.Max(text => text.Ids.Count));
        var ids = new long[texts.Length * length];
        var mask = new long[texts.Length * length];
        Array.Fill(ids, padding.Id);
        for (var i = 0; i < texts.Length; i++)
        {
            var start = (i * length) + (padding.AtStart ? length - texts[i].Ids.Count : 0);
            for (var j = 0; j < texts[i].Ids.Count; j++)
            {
                ids[start + j] = texts[i].Ids[j];
                mask[start + j] = 1;
            }
        }

        long[] shape = [texts.Length, length];
        using var idTensor = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskTensor = OrtValue.CreateTensorValueFromMemory(mask, shape);
        string[] names = _takesMask ? [_encoder.Input, AttentionMask] : [_encoder.Input];
        OrtValue[] inputs = _takesMask ? [idTensor, maskTensor] : [idTensor];
        try
        {
            using var outputs = _session.Run(_runOptions, names, inputs, [_encoder.Output]);
            var values = outputs[0].GetTensorDataAsSpan<float>();
            for (var i = 0; i < texts.Length; i++)
            {
                embeddings.Add(Embedding.Normalise(values.Slice(i * _dimension, _dimension)));
            }
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ScoringException($"The text model failed: {exception.Message}", exception);
        }
    }
}
