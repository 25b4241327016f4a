namespace QualitySuite.Scoring.Text;

/// <summary>How a text becomes the ids that a text encoder takes. Safe to call from several threads.</summary>
public interface ITextTokenizer
{
    /// <summary>Ids at most, start and end tokens included.</summary>
    int Length { get; }

    /// <summary>What fills up shorter texts.</summary>
    TextPadding Padding { get; }

    /// <summary>Cleans and encodes a text. A text that is too long keeps its beginning and the tokens that every text has at its end.</summary>
    TokenizedText Encode(string text);
}
