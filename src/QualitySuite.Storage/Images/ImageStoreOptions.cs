using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Storage.Images;

/// <summary>Where images are kept. Section <c>ImageStore</c>.</summary>
public sealed class ImageStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "ImageStore";

    /// <summary>A folder on one file system, shared by the Feedback API and every scoring worker.</summary>
    [Required(ErrorMessage = "ImageStore:Path is not set: give a folder by configuration key ImageStore:Path or environment variable ImageStore__Path.")]
    public string Path { get; set; } = "";
}
