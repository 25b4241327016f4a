namespace QualitySuite.Scoring.ModelPacks;

/// <summary>Which words of a prompt a dual encoder can judge, and how.</summary>
/// <param name="Scale">Multiplies the cosines before the softmax.</param>
/// <param name="Threshold">A word whose probability is below it is unmatched.</param>
/// <param name="Alternatives">Other entries of its class that a word is compared with at most; of a larger class some are chosen by a hash of the prompt.</param>
/// <param name="Classes">
/// By class: its entries, each a list of grammatical forms. A word is compared with the same form of other entries of its class. Three names carry
/// grammar, <see cref="Count"/>, <see cref="Colour"/> and <see cref="Object"/>; all others are free.
/// </param>
/// <param name="NotJudged">Classes that the encoder does not tell apart: their words are known, for the grammar and as parts of longer forms, and not judged.</param>
/// <param name="Caveat">A sentence of the model card, shown beside what is found.</param>
internal sealed record WordsManifest(
    double Scale, double Threshold, int Alternatives, IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>> Classes, IReadOnlyList<string>? NotJudged = null, string? Caveat = null)
{
    /// <summary>Number words. The entry <see cref="One"/> goes with a noun's singular, and is also said by an article.</summary>
    public const string Count = "count";

    /// <summary>Words that may stand between a count word and its noun.</summary>
    public const string Colour = "colour";

    /// <summary>Nouns: the forms are singular and plural.</summary>
    public const string Object = "object";

    public const string One = "one";
}
