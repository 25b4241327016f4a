namespace QualitySuite.Scoring.Text;

/// <summary>A text as a text encoder takes it.</summary>
/// <param name="Ids">Start token, words, end token; at most the tokenizer's length, without padding.</param>
/// <param name="Truncated">Whether words were left out to keep within the length: the score then does not see the prompt's end.</param>
/// <param name="TokenCount">Tokens that the whole text has, start and end included.</param>
public sealed record TokenizedText(IReadOnlyList<int> Ids, bool Truncated, int TokenCount);
