using System.Numerics.Tensors;
using QualitySuite.Imaging;
using QualitySuite.Scoring.Heads;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>
/// Embeds images and prompts into one space. Where the manifest names a metric it is the CLIP score, 100 max(cos, 0)
/// (Hessel et al. 2021, CLIPScore, with torchmetrics' scale of 100).
/// </summary>
internal sealed class DualEncoderScorer : IImageScorer
{
    private readonly DualEncoderManifest _manifest;
    private readonly BatchedImageModel _images;
    private readonly TextModel _texts;
    private readonly PromptEmbeddings _prompts;
    private readonly List<(HeadScorer Scorer, string Pack, string Part)> _heads = [];
    private readonly string _pack;

    /// <summary>Loads, checks against the canary, and so warms up.</summary>
    /// <exception cref="ModelPackException">A model or the tokenizer cannot be used.</exception>
    public DualEncoderScorer(DualEncoderManifest manifest, ModelPack pack, SessionSettings settings, ScoringEngineOptions options)
    {
        _manifest = manifest;
        _pack = pack.Name;
        var identity = ScorerIdentity.Create("embedding", manifest.Description, ImageDeterminants(manifest));
        Encoder = new EncoderIdentity(identity.Identity, manifest.Description, manifest.Dimension);
        TextIdentity = ScorerIdentity.Create("text", manifest.Description, TextDeterminants(manifest)).Identity;
        Scorers = manifest.Metric is { } metric ? [Identify(manifest, metric)] : [];
        _texts = new TextModel(manifest, pack.ReadVerified(manifest.Text.Model), TokenizerFile.Load(manifest.Text.Tokenizer, pack), settings, options.MaxBatch);
        try
        {
            _images = new BatchedImageModel(manifest.ImageContract, pack.ReadVerified(manifest.Image.Model), settings, options.MaxBatch);
        }
        catch
        {
            _texts.Dispose();
            throw;
        }

        _prompts = new PromptEmbeddings(_texts, options.CachedPrompts);
        try
        {
            DualEncoderCheck.Check(manifest, _images.Model, _texts);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What computes the images' embeddings.</summary>
    public EncoderIdentity Encoder { get; }

    /// <summary>Hash of what determines a text's embedding.</summary>
    public string TextIdentity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ScorerIdentity> Scorers { get; private set; }

    /// <summary>Prompts in the space of the images, by prompt.</summary>
    /// <exception cref="ScoringException">The text model fails on them.</exception>
    public IReadOnlyDictionary<string, PromptEmbedding> Embed(IEnumerable<string> prompts) => _prompts.Of(prompts);

    /// <summary>Scores every embedding by a head too.</summary>
    /// <param name="head">The head.</param>
    /// <param name="pack">Name of its pack.</param>
    /// <param name="part">Its own name.</param>
    public void Add(HeadScorer head, string pack, string part)
    {
        _heads.Add((head, pack, part));
        Scorers = [.. Scorers, .. head.Scorers];
    }

    /// <summary>A layer whose outputs are the image's cosines with each label's texts, times <paramref name="scale"/>.</summary>
    /// <exception cref="ModelPackException">The text model fails on one of the texts.</exception>
    public AffineLayer Compare(IEnumerable<IReadOnlyList<string>> labels, float scale)
    {
        try
        {
            var rows = new List<float>();
            foreach (var texts in labels)
            {
                var mean = new float[_manifest.Dimension];
                foreach (var embedding in _texts.Embed([.. texts.Select(_texts.Tokenizer.Encode)]))
                {
                    TensorPrimitives.Add(mean, embedding, mean);
                }

                float[] row = Embedding.Normalise(mean);
                TensorPrimitives.Multiply(row, scale, row);
                rows.AddRange(row);
            }

            return new AffineLayer([.. rows], bias: null, _manifest.Dimension, Activation.None);
        }
        catch (ScoringException exception)
        {
            throw new ModelPackException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public float[] Prepare(RgbImage image) => _images.Prepare(image);

    /// <inheritdoc/>
    public void Return(float[] tensor) => _images.Return(tensor);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<PreparedImage> images, int slot)
    {
        var prompts = EmbedPrompts(images, slot);
        _images.Run(images, slot, (image, output) => Add(image, Embedding.Normalise(output), prompts));
    }

    public void Dispose()
    {
        _prompts.Dispose();
        _texts.Dispose();
        _images.Dispose();
    }

    private static (string Key, string Value)[] ImageDeterminants(DualEncoderManifest manifest) =>
    [
        ("kind", DualEncoderManifest.KindName),
        ("image", manifest.Image.Model.Sha256),
        ("preprocessing", ImageTensor.Identify(manifest.Image.Input)),
        ("output", manifest.Image.Output),
    ];

    private static (string Key, string Value)[] TextDeterminants(DualEncoderManifest manifest) =>
    [
        ("text", manifest.Text.Model.Sha256),
        .. TokenizerFile.Determinants(manifest.Text.Tokenizer),
        ("textOutput", manifest.Text.Output),
    ];

    private static ScorerIdentity Identify(DualEncoderManifest manifest, string metric) => ScorerIdentity.Create(
        metric,
        manifest.Description,
        [
            .. ImageDeterminants(manifest),
            .. TextDeterminants(manifest),
            ("formula", "100*max(cos,0)"),
        ]);

    private bool ComparesWithPrompt(PreparedImage image) => _manifest.Metric is not null && image.Prompt is not null && image.Wants(Scorers[0]);

    /// <summary>The prompts of the images that wait; without those of an image that is alone and whose prompt the text model fails on.</summary>
    /// <exception cref="ScoringException">The text model fails on a batch: each image is then tried alone.</exception>
    private IReadOnlyDictionary<string, PromptEmbedding> EmbedPrompts(IReadOnlyList<PreparedImage> images, int slot)
    {
        try
        {
            return _prompts.Of(images.Where(image => image.Tensors[slot] is not null && ComparesWithPrompt(image)).Select(image => image.Prompt!));
        }
        catch (ScoringException exception) when (images.Count == 1)
        {
            images[0].Add(new FailedPart(_pack, _manifest.Name, exception.Message, [Scorers[0].Metric]));
            return new Dictionary<string, PromptEmbedding>();
        }
    }

    private void Add(PreparedImage image, float[] embedding, IReadOnlyDictionary<string, PromptEmbedding> prompts)
    {
        image.Add(new Embedding(Encoder.Identity, embedding));
        foreach (var (head, pack, part) in _heads)
        {
            try
            {
                head.Score(image, embedding);
            }
            catch (ScoringException exception)
            {
                image.Add(new FailedPart(pack, part, exception.Message, [.. head.Scorers.Where(image.Wants).Select(s => s.Metric)]));
            }
        }

        if (!ComparesWithPrompt(image) || !prompts.TryGetValue(image.Prompt!, out var prompt))
        {
            return;
        }

        var cosine = TensorPrimitives.Dot<float>(embedding, prompt.Values);
        image.Add(new Score(Scorers[0].Metric, 100 * Math.Clamp(cosine, 0, 1), Scorers[0].Identity));
        if (prompt.Truncated)
        {
            image.Add(new TruncatedPrompt(Scorers[0].Metric, _manifest.Name, prompt.TokenCount, _texts.Tokenizer.Length));
        }
    }
}
