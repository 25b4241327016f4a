using System.Text.RegularExpressions;
using DbUp.Engine;

namespace QualitySuite.Migrations;

/// <summary>The numbered scripts, in the order in which they are applied. The journal knows them by their file names.</summary>
internal sealed partial class SqlScripts
{
    private SqlScripts(IReadOnlyList<SqlScript> scripts) => InOrder = scripts;

    public IReadOnlyList<SqlScript> InOrder { get; }

    /// <summary>Those in this assembly's <c>Sql/</c>.</summary>
    public static SqlScripts Embedded()
    {
        var assembly = typeof(SqlScripts).Assembly;
        var folder = $"{assembly.GetName().Name}.Sql.";
        return From(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return (name[folder.Length..], reader.ReadToEnd());
            }));
    }

    /// <exception cref="InvalidOperationException">A name is not <c>0001_words.sql</c>, or two have the same number: their order would hang on a
    /// letter.</exception>
    public static SqlScripts From(IEnumerable<(string Name, string Sql)> scripts)
    {
        var ordered = scripts.OrderBy(script => script.Name, StringComparer.Ordinal).ToList();
        foreach (var (name, _) in ordered)
        {
            if (!NumberedName().IsMatch(name))
            {
                throw new InvalidOperationException($"The script '{name}' is not named like 0001_what_it_does.sql.");
            }
        }
        if (ordered.GroupBy(script => script.Name[..4], StringComparer.Ordinal).FirstOrDefault(number => number.Count() > 1) is { } clash)
        {
            throw new InvalidOperationException($"These scripts have the same number: {string.Join(", ", clash.Select(script => script.Name))}.");
        }
        return new SqlScripts([.. ordered.Select(script => new SqlScript(script.Name, script.Sql))]);
    }

    [GeneratedRegex(@"^\d{4}_[a-z0-9_]+\.sql$")]
    private static partial Regex NumberedName();
}
