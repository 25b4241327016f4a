namespace QualitySuite.Cli.Score.Inputs;

/// <summary>A file to score.</summary>
/// <param name="Name">Path within the folder, with <c>/</c>.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Prompt">What it was asked for; null: not said.</param>
internal sealed record ImageFile(string Name, string Path, string? Prompt = null);
