using QualitySuite.Imaging;

namespace QualitySuite.Scoring.Sessions;

/// <summary>A part of a pack that scores images with an image model, in batches.</summary>
internal interface IImageScorer : IDisposable
{
    /// <summary>What it gives, one a metric.</summary>
    IReadOnlyList<ScorerIdentity> Scorers { get; }

    /// <summary>The image's tensor in a pooled buffer; it goes back by <see cref="Run"/> or <see cref="Return"/>.</summary>
    float[] Prepare(RgbImage image);

    /// <summary>Takes back a tensor that will not be run.</summary>
    void Return(float[] tensor);

    /// <summary>Scores the images that still hold a tensor in <paramref name="slot"/>, and takes the tensors back.</summary>
    /// <exception cref="ScoringException">The model fails; images that were not reached keep their tensors.</exception>
    void Run(IReadOnlyList<PreparedImage> images, int slot);
}
