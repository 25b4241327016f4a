using System.Text.RegularExpressions;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>
/// A group of generations as text: <c>modelVersion:v1</c>, or several conditions separated by commas. A value is all up to the next comma that a
/// dimension and a colon follow, so that it may have colons and commas; an empty one means generations without this dimension.
/// </summary>
internal static partial class GroupText
{
    /// <summary>The conditions; none where the text does not begin with one.</summary>
    public static IReadOnlyList<Condition> Parse(string? text)
    {
        var starts = Start().Matches(text ?? "");
        if (starts is not [{ Index: 0 }, ..])
        {
            return [];
        }

        var conditions = new Condition[starts.Count];
        for (var i = 0; i < conditions.Length; i++)
        {
            var value = starts[i].Index + starts[i].Length;
            var end = i + 1 < starts.Count ? starts[i + 1].Index : text!.Length;
            conditions[i] = new Condition(Dimension.Find(starts[i].Groups[1].Value)!, text![value..end]);
        }

        return conditions;
    }

    /// <summary>The same, with an error for each thing that is wrong with it.</summary>
    public static IReadOnlyList<Condition> Read(FieldErrors errors, string field, string? text)
    {
        var conditions = Parse(text);
        if (conditions.Count == 0)
        {
            errors.Add(field, $"Required: dimension:value, such as modelVersion:v1, the dimension being one of {string.Join(", ", Dimension.All.Select(d => d.Name))}; "
                + (string.IsNullOrEmpty(text) ? "it is missing." : "this string does not begin so."));
        }

        foreach (var (dimension, value) in conditions)
        {
            errors.CheckText(field, value, GenerationLimits.NameCharacters);
            if (dimension.Name == "outcome" && !EnumText.TryParse<GenerationOutcome>(value, out _))
            {
                errors.Add(field, $"An outcome is one of {EnumText.List<GenerationOutcome>()}; this string has another.");
            }
        }

        if (conditions.GroupBy(c => c.Dimension).FirstOrDefault(same => same.Count() > 1) is { Key: var repeated })
        {
            errors.Add(field, $"One value of each dimension; this string has several of {repeated.Name}.");
        }

        return conditions;
    }

    // The names of Dimension.All.
    [GeneratedRegex("(?:^|,)(app|modelName|modelVersion|sampler|safetyFilter|outcome):", RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}
