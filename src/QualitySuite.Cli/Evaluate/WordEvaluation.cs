using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;
using QualitySuite.Scoring;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>Makes figures of what the alignment's encoder says about the words of prompts.</summary>
internal static class WordEvaluation
{
    // As people ask; a class that no fault concerns has right words alone.
    private static readonly (string Class, Fault? Fault)[] Classes =
    [
        ("colour", Fault.WrongAttribute), ("count", Fault.WrongCount), ("object", Fault.WrongObject), ("relation", Fault.WrongRelation), ("place", null),
    ];

    /// <summary>Of scored images; null where nothing judges words.</summary>
    public static WordResult? Of(EvaluationImages images)
    {
        var coverages = images.Right.Select(image => image.Words).OfType<WordCoverage>().ToList();
        if (coverages.Count == 0)
        {
            return null;
        }

        var (judge, threshold) = (coverages[0].Judge, coverages[0].Threshold);
        var judged = coverages.SelectMany(coverage => coverage.Words).ToLookup(word => word.Class, word => word.Probability);
        CountedShare Unmatched(IReadOnlyList<double> words) => new(words.Count(probability => probability < threshold), words.Count);
        return new WordResult(judge, threshold,
        [
            .. Classes.Where(words => judged.Contains(words.Class)).Select(words =>
            {
                double[] right = [.. judged[words.Class]];
                double[] changed = words.Fault is { } fault && images.Mismatched.TryGetValue(fault, out var pairs)
                    ? [.. pairs.SelectMany(pair => Changed(pair.Wrong.Result, pair.Wrong.Words?.Words ?? [], words.Class)).Select(word => word.Probability)]
                    : [];
                return new WordRow(words.Class, Unmatched(right), words.Fault is null ? null : Unmatched(changed), RocArea.Of(changed, right));
            }),
        ]);
    }

    /// <summary>Those judged words of a class in whose place a wrong image shows something else.</summary>
    internal static IEnumerable<PromptWord> Changed(DiffusionResult wrong, IEnumerable<PromptWord> judged, string words)
    {
        var (asked, drawn) = (wrong.Asked!, wrong.Drawn!);
        var places = asked.Groups.Zip(drawn.Groups).Where(group => IsChanged(words, group.First, group.Second)).Select(group => PlaceOf(words, group.First, wrong.Job.Prompt)).ToList();
        return judged.Where(word => word.Class == words && (words == "relation" ? asked.Relation != drawn.Relation : places.Contains((word.Start, word.Length))));
    }

    private static bool IsChanged(string words, ObjectGroup asked, ObjectGroup drawn) => words switch
    {
        "colour" => asked.Colour != drawn.Colour,
        "count" => asked.Count != drawn.Count,
        "object" => asked.Kind != drawn.Kind,
        _ => false,
    };

    /// <summary>Where a group's word stands: two groups may be of one number or colour, but not of one colour and kind.</summary>
    private static (int Start, int Length) PlaceOf(string words, ObjectGroup group, string prompt)
    {
        var (colour, noun) = ($"{group.Colour}", group.Count > 1 ? group.Kind.Plural : group.Kind.Name);
        var start = prompt.IndexOf($" {colour} {noun}", StringComparison.Ordinal) + 1;
        var number = prompt.LastIndexOf(' ', Math.Max(0, start - 2)) + 1;
        return words switch
        {
            "colour" => (start, colour.Length),
            "count" => (number, start - 1 - number),
            _ => (start + colour.Length + 1, noun.Length),
        };
    }
}
