namespace QualitySuite.Cli.Score.Inputs;

/// <summary>Finds the images of a folder.</summary>
internal static class ImageFolder
{
    /// <summary>The first four are scored; the others are images too, and it is better to say of each that its format is not accepted than to pass it over.</summary>
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".jxl",
    };

    /// <summary>By their endings, in the ordinal order of their names.</summary>
    /// <exception cref="ToolException">There is no such folder, it cannot be read, or no image is in it.</exception>
    public static List<ImageFile> Find(string folder, bool recursive)
    {
        if (!Directory.Exists(folder))
        {
            throw new ToolException(File.Exists(folder) ? $"'{folder}' is a file; give the folder that holds the images." : $"The folder '{folder}' does not exist.");
        }

        var options = new EnumerationOptions { RecurseSubdirectories = recursive, IgnoreInaccessible = false };
        try
        {
            List<ImageFile> files =
            [
                .. Directory.EnumerateFiles(folder, "*", options)
                    .Where(path => Extensions.Contains(Path.GetExtension(path)))
                    .Select(path => new ImageFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), path))
                    .OrderBy(file => file.Name, StringComparer.Ordinal),
            ];
            return files.Count > 0 ? files : throw new ToolException(
                $"No PNG, JPEG or WebP file is in '{folder}'.{(recursive ? "" : " Subfolders are searched with --recursive.")}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The folder '{folder}' cannot be read: {exception.Message}");
        }
    }
}
