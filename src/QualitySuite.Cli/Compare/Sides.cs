using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Compare;

/// <summary>The two sides of a comparison, before they are scored.</summary>
/// <param name="A">What B is compared with.</param>
/// <param name="B">What is compared.</param>
/// <param name="SharePrompts">Both have the same file of prompts, whose lines may belong to either.</param>
internal sealed record Sides(ScoreSource A, ScoreSource B, bool SharePrompts)
{
    /// <summary>Scores folders and reads files.</summary>
    /// <exception cref="ToolException">A side cannot be used.</exception>
    public async Task<(ScoreSet A, ScoreSet B)> LoadAsync(ScorePack pack, ScoreRunner runner, int threads, CancellationToken cancellationToken)
    {
        var (filesA, filesB) = (A.Find(), B.Find());
        filesA = WithPrompts(A, filesA, SharePrompts ? filesB : []);
        filesB = WithPrompts(B, filesB, SharePrompts ? filesA : []);

        // Loading a pack takes seconds; two files of scores need none.
        using var engine = A.IsFolder || B.IsFolder ? runner.Open(pack) : null;
        return (await LoadSideAsync(A, filesA, engine), await LoadSideAsync(B, filesB, engine));

        Task<ScoreSet> LoadSideAsync(ScoreSource side, List<ImageFile> files, ScoringEngine? with) => side.LoadAsync(
            files, found => runner.RunAsync(side.Path, found, with!, threads, keepEmbeddings: true, cancellationToken), cancellationToken);
    }

    private static List<ImageFile> WithPrompts(ScoreSource side, List<ImageFile> files, List<ImageFile> sharing) => side.Prompts is null
        ? files
        : PromptFile.Apply(side.Prompts, files, files.Concat(sharing).Select(file => file.Name).ToHashSet(StringComparer.Ordinal), side.Recursive);
}
