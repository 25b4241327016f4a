using System.Text.RegularExpressions;

namespace QualitySuite.Architecture.Tests;

public sealed partial class SchemaOwnershipTests
{
    /// <summary>Who owns which schema; a project that is not here owns none. Migrations declare all of them.</summary>
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
    public void A_project_reads_anothers_data_only_through_its_views_and_writes_none()
    {
        var tables = Declared(TableText());
        var views = Declared(ViewText());

        // Both patterns must find something, or the test would prove nothing.
        Assert.Contains("scoring.scores", tables);
        Assert.Contains("scoring.score_facts", views);
        string[] trespasses =
        [
            .. from path in Sources()
               let project = ProjectOf(path)
               from use in UsesIn(File.ReadAllText(path))
               where IsTrespass(use, Owners.GetValueOrDefault(project), tables, views)
               select $"{project}: {use.Verb} {use.Name}",
        ];
        Assert.Empty(trespasses.Distinct().Except(Exceptions));

        // An exception that nothing uses any more hides the next trespass.
        Assert.Empty(Exceptions.Except(trespasses));
    }

    [Theory]
    [InlineData("SELECT 1 FROM Scoring.Scores", true)]
    [InlineData("join\n    only scoring.scores s", true)]
    [InlineData("truncate table scoring.scores", true)]
    [InlineData("select 1 from scoring.score_facts", false)]
    [InlineData("update scoring.score_facts set value = 1", true)]
    [InlineData("select 1 from feedback.generations", false)]
    public void The_rule_sees_through_case_and_layout(string sql, bool expected) => Assert.Equal(
        expected, UsesIn(sql).Any(use => IsTrespass(use, "feedback", ["scoring.scores", "feedback.generations"], ["scoring.score_facts"])));

    private static bool IsTrespass(Use use, string? owned, HashSet<string> tables, HashSet<string> views) =>
        (owned is null || !use.Name.StartsWith(owned + ".", StringComparison.Ordinal))
        && (tables.Contains(use.Name) || (views.Contains(use.Name) && use.Verb is not ("from" or "join")));

    private static IEnumerable<string> Sources() =>
        Repository.Files("*.cs", "src").Where(path => ProjectOf(path) != "Migrations")
            .Concat(Repository.Files("*.cs", "QualitySuite.ServiceDefaults"))
            .Concat(Repository.Files("*.cs", "QualitySuite.AppHost"));

    private static string ProjectOf(string path) =>
        Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar).First(folder => folder.StartsWith("QualitySuite.", StringComparison.Ordinal))["QualitySuite.".Length..];

    private static IEnumerable<Use> UsesIn(string text) =>
        UseText().Matches(text).Select(m => new Use(Space().Replace(m.Groups["verb"].Value, " ").ToLowerInvariant(), m.Groups["name"].Value.ToLowerInvariant()));

    private static HashSet<string> Declared(Regex declaration) =>
        [.. Repository.Files("*.sql", Path.Combine("src", "QualitySuite.Migrations")).SelectMany(path => declaration.Matches(File.ReadAllText(path)).Select(m => m.Groups["name"].Value.ToLowerInvariant()))];

    [GeneratedRegex(@"create\s+table\s+(if\s+not\s+exists\s+)?(?<name>[a-z_]+\.[a-z_]+)", RegexOptions.IgnoreCase)]
    private static partial Regex TableText();

    [GeneratedRegex(@"create\s+(or\s+replace\s+)?(materialized\s+)?view\s+(?<name>[a-z_]+\.[a-z_]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ViewText();

    [GeneratedRegex(
        @"\b(?<verb>delete\s+from|from|join|insert\s+into|merge\s+into|update|using|truncate(\s+table)?|copy|alter\s+table|lock\s+table)\s+(only\s+)?(?<name>(feedback|scoring|monitoring|experiments|review)\.[a-z_]+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex UseText();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    private sealed record Use(string Verb, string Name);
}
