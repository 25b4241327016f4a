namespace QualitySuite.Storage.Images;

/// <summary>The store has no room for an image. Nothing of it was kept; when there is room again the same call succeeds.</summary>
public sealed class ImageStoreFullException(Exception inner) : IOException("The image store is full.", inner);
