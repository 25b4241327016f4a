using System.Text.RegularExpressions;

namespace QualitySuite.Architecture.Tests;

public sealed partial class SchemaOwnershipTests
{
    private static readonly Dictionary<string, string> Owners = new(StringComparer.Ordinal)
    {
        ["FeedbackApi"] = "feedback",
        ["ScoringWorker"] = "scoring",
        ["Monitor"] = "monitoring",
        ["Experiments"] = "experiments",
        ["Reviewer"] = "review",
    };

    /// <summary>The outbox of the queue: ARCHITECTURE.md, "Who owns what in Postgres".</summary>
    private static readonly string[] Exceptions = ["FeedbackApi: insert into scoring.pending", "Monitor: from scoring.pending", "Monitor: update scoring.pending"];

    [Fact]
    public void A_service_reads_another_owners_data_only_through_its_views()
    {
        var tables = Owned(TableText());
        var views = Owned(ViewText());

        // Both patterns must find something, or the test would prove nothing.
        Assert.Contains("scoring.scores", tables);
        Assert.Contains("scoring.score_facts", views);
        var trespasses =
            from service in Owners
            from path in Repository.Files("*.cs", Path.Combine("src", "QualitySuite." + service.Key))
            from Match use in UseText().Matches(File.ReadAllText(path))
            let name = use.Groups["name"].Value
            where tables.Contains(name) && !name.StartsWith(service.Value + ".", StringComparison.Ordinal)
            select $"{service.Key}: {use.Groups["verb"].Value} {name}";
        Assert.Empty(trespasses.Distinct().Except(Exceptions));
    }

    private static HashSet<string> Owned(Regex declaration) =>
        [.. Repository.Files("*.sql", Path.Combine("src", "QualitySuite.Migrations")).SelectMany(path => declaration.Matches(File.ReadAllText(path)).Select(m => m.Groups["name"].Value))];

    [GeneratedRegex(@"create table (?<name>[a-z_]+\.[a-z_]+)")]
    private static partial Regex TableText();

    [GeneratedRegex(@"create view (?<name>[a-z_]+\.[a-z_]+)")]
    private static partial Regex ViewText();

    [GeneratedRegex(@"(?<verb>from|join|insert into|update|delete from)\s+(?<name>(feedback|scoring|monitoring|experiments|review)\.[a-z_]+)")]
    private static partial Regex UseText();
}
