namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>What is replaced in texts before they are stored. Section <c>Privacy</c>. Nothing, unless something is said.</summary>
internal sealed class RedactionOptions
{
    public const string Section = "Privacy";

    /// <summary>Among <see cref="RedactPrompts"/>: every app.</summary>
    public const string EveryApp = "*";

    /// <summary>Apps whose prompts, negative prompts and errors are redacted.</summary>
    public IList<string> RedactPrompts { get; } = [];

    /// <summary>Whether the comments of feedback are redacted, of every app: who sends one need not say which it is.</summary>
    public bool RedactComments { get; set; }

    /// <summary>Regular expressions beside those that are built in, by name: what matches is replaced by the name in brackets.</summary>
    public IDictionary<string, string> RedactPatterns { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
