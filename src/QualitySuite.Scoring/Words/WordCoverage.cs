using QualitySuite.Contracts.Generations;

namespace QualitySuite.Scoring;

/// <summary>Which words of the prompt a dual encoder finds in the image.</summary>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Part">The encoder.</param>
/// <param name="Judge">64 hexadecimal digits: SHA-256 over what determines the encoder's embeddings, the classes of words and the settings.</param>
/// <param name="Metric">The metric of the encoder that compares image and prompt; null: it gives none.</param>
/// <param name="Threshold">A word whose probability is below it is unmatched.</param>
/// <param name="Words">All words that were judged, in the prompt's order.</param>
/// <param name="NotRead">Known words behind the end of what the encoder reads.</param>
/// <param name="LeftOut">Known words that nothing could be compared with, or that were too many.</param>
/// <param name="Caveat">What the pack says about such judgements.</param>
public sealed record WordCoverage(
    string Pack, string Part, string Judge, string? Metric, double Threshold, IReadOnlyList<PromptWord> Words, int NotRead, int LeftOut, string? Caveat)
{
    /// <summary>The words that the image does not seem to show.</summary>
    public IReadOnlyList<PromptWord> Unmatched => [.. Words.Where(w => w.Probability < Threshold)];
}
