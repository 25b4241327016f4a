namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>Cuts a normalised piece of text into the tokens of a vocabulary.</summary>
internal interface ISubwordModel
{
    /// <summary>Appends the ids of <paramref name="piece"/>, which is not empty and holds no lone surrogate.</summary>
    void Encode(string piece, List<int> ids);
}
