namespace QualitySuite.Storage.Images;

/// <summary>What keeps the images.</summary>
public enum ImageStoreKind
{
    /// <summary>A folder.</summary>
    FileSystem,

    /// <summary>A container of Azure Blob Storage.</summary>
    AzureBlob,
}

/// <summary>Where images are kept, the same for the Feedback API and every scoring worker. Section <c>ImageStore</c>.</summary>
public sealed class ImageStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "ImageStore";

    /// <summary>What keeps them.</summary>
    public ImageStoreKind Kind { get; set; } = ImageStoreKind.FileSystem;

    /// <summary>A folder on one file system, for <see cref="ImageStoreKind.FileSystem"/>.</summary>
    public string Path { get; set; } = "";

    /// <summary>A container, for <see cref="ImageStoreKind.AzureBlob"/>.</summary>
    public AzureBlobOptions AzureBlob { get; set; } = new();
}
