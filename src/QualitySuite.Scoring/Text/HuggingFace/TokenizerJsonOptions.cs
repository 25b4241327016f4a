namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>What a pack says about a <c>tokenizer.json</c> beside the file itself.</summary>
/// <param name="Length">Ids of every text, padding included.</param>
/// <param name="PadToken">The token that fills up; null: that of the file's <c>padding</c>, or <c>&lt;pad&gt;</c>.</param>
/// <param name="Lowercase">Whether texts are made lower case first: SigLIP 2 was trained so, and its file does not say it.</param>
internal sealed record TokenizerJsonOptions(int Length, string? PadToken = null, bool Lowercase = false);
