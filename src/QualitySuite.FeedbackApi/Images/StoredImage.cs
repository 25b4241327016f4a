using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images;

/// <summary>An image that is in the store: address, media type, size in bytes, sides in pixels as its header has them.</summary>
internal sealed record StoredImage(ImageAddress Address, string ContentType, long Bytes, int Width, int Height);
