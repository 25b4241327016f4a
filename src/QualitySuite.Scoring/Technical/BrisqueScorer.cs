using QualitySuite.Imaging;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Technical;

/// <summary>BRISQUE with the model of a pack.</summary>
internal sealed class BrisqueScorer
{
    /// <summary>Which of the differing implementations, with our version of it: raise it when an image would get another number.</summary>
    private const string Features = "opencv-quality/1";

    private readonly BrisqueModel _model;

    /// <exception cref="ModelPackException">The file is no BRISQUE model, or its canary gets another score than the recorded one.</exception>
    public BrisqueScorer(BrisqueManifest manifest, byte[] model)
    {
        try
        {
            using var stream = new MemoryStream(model, writable: false);
            _model = BrisqueModel.Load(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new ModelPackException($"'{manifest.Model.Path}' is no BRISQUE model: {exception.Message}", exception);
        }

        Scorer = ScorerIdentity.Create(
            "brisque", manifest.Description, ("kind", BrisqueManifest.KindName), ("weights", manifest.Model.Sha256), ("features", Features));
        CheckCanary(manifest.Canary);
    }

    public ScorerIdentity Scorer { get; }

    /// <summary>Adds the score, unless the image is too small for it.</summary>
    public void Score(RgbImage image, PreparedImage prepared)
    {
        if (prepared.Wants(Scorer) && _model.Score(image) is { } value)
        {
            prepared.Add(new Score(Scorer.Metric, value, Scorer.Identity));
        }
    }

    private void CheckCanary(CanaryManifest canary)
    {
        using var image = CanaryImage.Create(canary);
        var score = _model.Score(image);
        if (score is null || !(Math.Abs(score.Value - canary.Outputs[0]) <= canary.Tolerance))
        {
            throw new ModelPackException(
                $"On the canary the score is {score:g6}; recorded is {canary.Outputs[0]:g6} with a tolerance of {canary.Tolerance:g2}.");
        }
    }
}
