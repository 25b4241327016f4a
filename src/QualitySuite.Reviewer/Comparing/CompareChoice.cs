using QualitySuite.Contracts.Generations;

namespace QualitySuite.Reviewer.Comparing;

/// <summary>Which two values of which dimension are compared.</summary>
/// <param name="Dimension">As the API spells it.</param>
/// <param name="Values">Those to choose from.</param>
/// <param name="Baseline">Null: there is none yet.</param>
/// <param name="Candidate">Null: there is only one value.</param>
internal sealed record CompareChoice(string Dimension, IReadOnlyList<string> Values, string? Baseline, string? Candidate)
{
    public const string Version = "modelVersion";
    public const string App = "app";

    /// <summary>What the page compares by.</summary>
    public static IReadOnlyList<(string Name, string Label)> Dimensions { get; } =
        [(Version, "Model version"), (App, "App"), ("sampler", "Sampler"), ("safetyFilter", "Safety filter")];

    public string Label => Dimensions.First(d => d.Name == Dimension).Label;

    /// <summary>The dimension that the URL asks for: by <c>by</c>, or as <c>a</c> has it.</summary>
    public static string DimensionOf(IQueryCollection query)
    {
        string[] asked = [query["by"].ToString(), query["a"].ToString().Split(':')[0]];
        return asked.FirstOrDefault(name => Dimensions.Any(d => d.Name == name)) ?? Version;
    }

    /// <summary>Reads <c>a</c> and <c>b</c>, each <c>dimension:value</c>. One that is of another dimension, since that was just changed, is chosen
    /// anew: the newest model version and the one before, or the two values last used.</summary>
    public static CompareChoice Read(IQueryCollection query, GenerationFacets facets)
    {
        ArgumentNullException.ThrowIfNull(facets);
        var dimension = DimensionOf(query);
        IReadOnlyList<string> used = dimension switch
        {
            Version => [.. facets.VersionHistory.Where(facets.ModelVersions.Contains).Reverse()],
            App => facets.Apps,
            "sampler" => facets.Samplers,
            _ => facets.SafetyFilters,
        };
        var (asked, askedToo) = (ValueOf(query["a"], dimension), ValueOf(query["b"], dimension));
        IReadOnlyList<string> values = [.. used.Union(new[] { asked, askedToo }.OfType<string>())];
        var candidate = askedToo ?? values.FirstOrDefault(value => value != asked);
        return new CompareChoice(dimension, values, asked ?? values.FirstOrDefault(value => value != candidate), candidate);
    }

    public string Write(string value) => $"{Dimension}:{value}";

    private static string? ValueOf(string? text, string dimension) =>
        text is not null && text.StartsWith(dimension + ":", StringComparison.Ordinal) && text.Length > dimension.Length + 1 ? text[(dimension.Length + 1)..] : null;
}
