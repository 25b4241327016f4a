namespace QualitySuite.Contracts.Generations;

/// <summary>
/// Which words of the prompt the image does not show, as a dual encoder judges: each known word is compared with others of its class in its place. A
/// prompt of which no word is known has <paramref name="Judged"/> 0.
/// </summary>
/// <param name="Pack">The model pack.</param>
/// <param name="Part">The encoder in it.</param>
/// <param name="Judge">Identity of what judged: a hash of the encoder, the classes of words and the settings.</param>
/// <param name="Judged">Words that were judged.</param>
/// <param name="Unmatched">Those of them whose probability is below <paramref name="Threshold"/>, in the prompt's order.</param>
/// <param name="NotRead">Known words that stand where the encoder no longer reads.</param>
/// <param name="LeftOut">Known words that nothing could be compared with, or that were too many.</param>
/// <param name="Threshold">Between 0 and 1.</param>
/// <param name="Caveat">A sentence of the pack on what the judgement is worth.</param>
public sealed record PromptWords(
    string Pack, string Part, string Judge, int Judged, IReadOnlyList<PromptWord> Unmatched, int NotRead, int LeftOut, double Threshold, string? Caveat = null);

/// <summary>A word of a prompt.</summary>
/// <param name="Word">As the prompt has it; may be several words.</param>
/// <param name="Start">Its first UTF-16 code unit in the prompt.</param>
/// <param name="Length">UTF-16 code units.</param>
/// <param name="Class">The class of words that it was compared with, for instance <c>colour</c>.</param>
/// <param name="Probability">That the image shows this word and none of the alternatives, 0 to 1.</param>
/// <param name="Likelier">The alternative of the greatest probability.</param>
/// <param name="Swapped">Whether that is the prompt in which the two words of these names have changed places.</param>
public sealed record PromptWord(string Word, int Start, int Length, string Class, double Probability, string Likelier, bool Swapped = false);
