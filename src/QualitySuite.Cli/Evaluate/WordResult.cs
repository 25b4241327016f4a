using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>How well the words of prompts are judged.</summary>
/// <param name="Judge">Identity of what judges.</param>
/// <param name="Threshold">A word whose probability is below it is called unmatched.</param>
/// <param name="Rows">One a class that is judged.</param>
internal sealed record WordResult(string Judge, double Threshold, IReadOnlyList<WordRow> Rows);

/// <summary>The words of one class.</summary>
/// <param name="Class">As the pack names it.</param>
/// <param name="FalselyUnmatched">Right words, of images drawn as asked, that are called unmatched.</param>
/// <param name="Unmatched">Changed words, of images that show something else in their place, that are; null: no fault changes words of the class.</param>
/// <param name="Area">Probability of right words against that of changed ones; null: there are none of either.</param>
internal sealed record WordRow(string Class, CountedShare FalselyUnmatched, CountedShare? Unmatched, RocArea? Area);
