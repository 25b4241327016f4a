namespace QualitySuite.Cli.Evaluate;

/// <summary>How many images each table is of. The model card's figures are those of <see cref="Default"/>.</summary>
/// <param name="Scenes">Right images, <see cref="Least"/> to <see cref="Most"/>.</param>
internal sealed record EvaluationSizes(int Scenes)
{
    public const int Default = 800;
    public const int Least = 40;
    public const int Most = 100_000;

    /// <summary>Images of a model version, right or faulty.</summary>
    public int OfVersion => Scenes / 4;

    /// <summary>Images of one artifact at one severity.</summary>
    public int OfSeverity => Scenes / 8;

    /// <summary>Prompts among which an image has to find its own.</summary>
    public int Prompts => Math.Min(Scenes, 100);
}
