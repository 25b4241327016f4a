using System.Numerics.Tensors;
using QualitySuite.Imaging;
using QualitySuite.Scoring.Heads;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Text;
using QualitySuite.Scoring.Words;

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

    // What judges the words of prompts; null: nothing does.
    private readonly string? _wordJudge;

    /// <summary>Loads, checks against the canary, and so warms up.</summary>
    /// <exception cref="ModelPackException">A model or the tokenizer cannot be used.</exception>
    public DualEncoderScorer(DualEncoderManifest manifest, ModelPack pack, SessionSettings settings, ScoringEngineOptions options)
    {
        _manifest = manifest;
        _pack = pack.Name;
        Encoder = DualEncoderIdentity.OfImages(manifest);
        TextIdentity = DualEncoderIdentity.OfTexts(manifest);
        Scorers = manifest.Metric is { } metric ? [DualEncoderIdentity.OfScore(manifest, metric)] : [];
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

        var words = options.MaxWordTexts > 0 ? manifest.Words : null;
        _wordJudge = words is null ? null : DualEncoderIdentity.OfWords(manifest, words, options.MaxWordTexts);
        _prompts = new PromptEmbeddings(_texts, words is null ? null : new PromptQuestioner(words, options.MaxWordTexts, _texts.Tokenizer), options);
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
    /// <exception cref="ModelPackException">The text model fails on one of the texts, or reads only its beginning.</exception>
    public AffineLayer Compare(IEnumerable<IReadOnlyList<string>> labels, float scale)
    {
        try
        {
            var rows = new List<float>();
            foreach (var texts in labels)
            {
                var mean = new float[_manifest.Dimension];
                foreach (var embedding in _texts.Embed([.. texts.Select(EncodeWhole)]))
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

    private TokenizedText EncodeWhole(string text)
    {
        var tokens = _texts.Tokenizer.Encode(text);
        return tokens.Truncated
            ? throw new ModelPackException($"The encoder reads {_texts.Tokenizer.Length} tokens, the text '{text}' has {tokens.TokenCount}.")
            : tokens;
    }

    /// <summary>An encoder that gives a metric compares images that are to have it; one that gives none is asked about words alone.</summary>
    private bool ComparesWithPrompt(PreparedImage image) =>
        image.Prompt is not null && (_manifest.Metric is null ? _wordJudge is not null : image.Wants(Scorers[0]));

    /// <summary>
    /// The prompts of the images that wait. Of an image that is alone and that the text model fails on: without words, or without the prompt where
    /// it fails on that too.
    /// </summary>
    /// <exception cref="ScoringException">The text model fails on a batch: each image is then tried alone.</exception>
    private IReadOnlyDictionary<string, PromptEmbedding> EmbedPrompts(IReadOnlyList<PreparedImage> images, int slot)
    {
        string[] prompts = [.. images.Where(image => image.Tensors[slot] is not null && ComparesWithPrompt(image)).Select(image => image.Prompt!)];
        try
        {
            return _prompts.Of(prompts);
        }
        catch (ScoringException exception) when (images.Count == 1)
        {
            return EmbedPromptAlone(images[0], prompts[0], exception);
        }
    }

    private IReadOnlyDictionary<string, PromptEmbedding> EmbedPromptAlone(PreparedImage image, string prompt, ScoringException reason)
    {
        IReadOnlyDictionary<string, PromptEmbedding> embeddings = new Dictionary<string, PromptEmbedding>();
        var lacking = _manifest.Metric;
        if (_wordJudge is not null)
        {
            try
            {
                embeddings = _prompts.Of([prompt], withWords: false);
                lacking = null;
            }
            catch (ScoringException exception)
            {
                reason = exception;
            }
        }

        image.Add(new FailedPart(_pack, _manifest.Name, reason.Message, lacking is null ? [] : [lacking]));
        return embeddings;
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

        if (_manifest.Metric is { } metric)
        {
            var cosine = TensorPrimitives.Dot<float>(embedding, prompt.Values);
            image.Add(new Score(metric, 100 * Math.Clamp(cosine, 0, 1), Scorers[0].Identity));
            if (prompt.Truncated)
            {
                image.Add(new TruncatedPrompt(metric, _manifest.Name, prompt.TokenCount, _texts.Tokenizer.Length));
            }
        }

        if (prompt.Words is { } words)
        {
            JudgeWords(image, embedding, words, _manifest.Words!);
        }
    }

    private void JudgeWords(PreparedImage image, float[] embedding, EmbeddedQuestions asked, WordsManifest words) => image.Add(new WordCoverage(
        _pack, _manifest.Name, _wordJudge!, _manifest.Metric, words.Threshold, WordJudge.Judge(embedding, asked, words.Scale),
        asked.Questions.NotRead, asked.Questions.LeftOut, words.Caveat));
}
