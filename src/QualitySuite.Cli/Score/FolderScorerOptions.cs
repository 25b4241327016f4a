using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>How a folder is scored.</summary>
/// <param name="Scorers">The engine's, in the order in which values are kept.</param>
/// <param name="Threads">That decode, measure and run models; at least 1.</param>
/// <param name="KeepEmbeddings">Whether they are kept beside the scores.</param>
internal sealed record FolderScorerOptions(IReadOnlyList<ScorerIdentity> Scorers, int Threads, bool KeepEmbeddings);
