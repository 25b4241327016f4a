using System.Xml.Linq;

namespace QualitySuite.Architecture.Tests;

public sealed class DependencyTests
{
    private static readonly string[] Services = ["FeedbackApi", "ScoringWorker", "Experiments", "Monitor", "Reviewer", "Simulator", "Migrations"];

    /// <summary>What each project may reference; ARCHITECTURE.md, "Folders".</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Contracts"] = [],
        ["Statistics"] = [],
        ["Imaging"] = [],
        ["Scenes"] = [],
        ["LocalHosting"] = [],
        ["Client"] = ["Contracts"],
        ["Scoring"] = ["Contracts", "Imaging"],
        ["Storage"] = ["Contracts", "ServiceDefaults"],
        ["Cli"] = ["Client", "Contracts", "Imaging", "Scenes", "Scoring", "Statistics"],
        ["ServiceDefaults"] = ["Contracts"],
    };

    private static readonly string[] ForServices = ["Client", "Contracts", "Statistics", "Imaging", "Scenes", "Scoring", "Storage", "ServiceDefaults"];

    private static readonly Dictionary<string, string[]> References = Repository.Files("QualitySuite.*.csproj")
        .Where(path => !path.Contains("/tests/", StringComparison.Ordinal))
        .ToDictionary(path => Short(Path.GetFileNameWithoutExtension(path)), ReferencesOf, StringComparer.Ordinal);

    [Fact]
    public void Every_project_is_one_that_the_architecture_names() =>
        Assert.Equal(Allowed.Keys.Concat(Services).Append("AppHost").Order(), References.Keys.Order());

    [Fact]
    public void No_service_references_another_service() =>
        Assert.Empty(from service in Services from reference in References[service] where Services.Contains(reference) select $"{service} -> {reference}");

    [Fact]
    public void Services_reference_only_the_shared_libraries() =>
        Assert.Empty(from service in Services from reference in References[service].Except(ForServices) select $"{service} -> {reference}");

    [Fact]
    public void Libraries_reference_only_what_stands_below_them() =>
        Assert.Empty(from library in Allowed from reference in References[library.Key].Except(library.Value) select $"{library.Key} -> {reference}");

    [Fact]
    public void The_application_model_is_the_same_on_both_hosts() =>
        Assert.DoesNotContain("#if", File.ReadAllText(Path.Combine(Repository.Root, "QualitySuite.AppHost", "AppHost.cs")), StringComparison.Ordinal);

    private static string[] ReferencesOf(string project) =>
        [.. XDocument.Load(project).Descendants("ProjectReference").Select(r => Short(Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))).Distinct()];

    private static string Short(string name) => name.Replace("QualitySuite.", "", StringComparison.Ordinal);
}
