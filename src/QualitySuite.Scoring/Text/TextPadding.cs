namespace QualitySuite.Scoring.Text;

/// <summary>What stands beside a text that has fewer ids than a row of the model's input.</summary>
/// <param name="Id">The id that fills up.</param>
/// <param name="ToLength">
/// Whether every text is filled up to the tokenizer's length, because the model was trained so and reads the padding too. Otherwise only as
/// far as the longest text of a batch or the model's shape needs.
/// </param>
/// <param name="AtStart">Whether the padding stands before the text.</param>
public sealed record TextPadding(int Id, bool ToLength, bool AtStart);
