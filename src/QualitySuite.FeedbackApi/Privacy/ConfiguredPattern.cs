using System.Text.RegularExpressions;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>An expression of the deployment's own.</summary>
internal sealed class ConfiguredPattern(string kind, string pattern) : IRedactionPattern
{
    private readonly Regex _regex = Compile(pattern);

    public string Kind => kind;

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public string Replace(string text) => _regex.Replace(text, _ => $"[{kind}]");
}
