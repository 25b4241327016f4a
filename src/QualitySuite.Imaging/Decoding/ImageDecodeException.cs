namespace QualitySuite.Imaging;

/// <summary>The file is not an image that can be scored: its verdict by inspection, or the decoder's own refusal.</summary>
public sealed class ImageDecodeException : Exception
{
    public ImageDecodeException(ImageDecodeFailure failure, string message)
        : base(message) => Failure = failure;

    /// <summary>Why, in a word that can label a metric or a dead letter.</summary>
    public ImageDecodeFailure Failure { get; }
}
