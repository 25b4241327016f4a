namespace QualitySuite.Cli.Score.Inputs;

/// <summary>A folder with the prompts that belong to it.</summary>
/// <param name="Folder">As the user wrote it.</param>
/// <param name="Prompts">File of prompts; null: none.</param>
/// <param name="Recursive">Whether subfolders belong to it.</param>
internal sealed record FolderJob(string Folder, string? Prompts, bool Recursive)
{
    /// <exception cref="ToolException">Folder or prompts cannot be used.</exception>
    public IReadOnlyList<ImageFile> Find()
    {
        var files = ImageFolder.Find(Folder, Recursive);
        return Prompts is null ? files : PromptFile.Apply(Prompts, files, files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal), Recursive);
    }
}
