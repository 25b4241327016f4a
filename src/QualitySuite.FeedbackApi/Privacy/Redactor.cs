using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>Replaces personal data in what users typed, before it is stored. It finds what has a form, and no names: it lowers a risk and ends none.</summary>
internal sealed class Redactor(IOptions<RedactionOptions> options)
{
    // In this order: an address on the web may hold any of the others, and a telephone number resembles a card's.
    private readonly IRedactionPattern[] _patterns =
    [
        .. options.Value.RedactPatterns.OrderBy(pattern => pattern.Key, StringComparer.Ordinal).Select(pattern => new ConfiguredPattern(pattern.Key, pattern.Value)),
        new UrlPattern(), PersonalData.Email, PersonalData.Iban, PersonalData.Card, PersonalData.IpV6, PersonalData.IpV4, PersonalData.Phone,
    ];

    private readonly HashSet<string> _apps = new(options.Value.RedactPrompts, StringComparer.Ordinal);

    /// <summary>A generation as it may be stored.</summary>
    public RedactedSubmission Redact(GenerationSubmission submission)
    {
        if (!_apps.Contains(RedactionOptions.EveryApp) && !_apps.Contains(submission.App!))
        {
            return new RedactedSubmission(submission, []);
        }

        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        var redacted = submission with
        {
            Prompt = Redact(submission.Prompt, kinds),
            NegativePrompt = Redact(submission.NegativePrompt, kinds),
            Error = Redact(submission.Error, kinds),
        };
        return new RedactedSubmission(redacted, [.. kinds]);
    }

    /// <summary>A feedback as it may be stored.</summary>
    public FeedbackSubmission Redact(FeedbackSubmission feedback) =>
        options.Value.RedactComments ? feedback with { Comment = Redact(feedback.Comment, []) } : feedback;

    private string? Redact(string? text, SortedSet<string> kinds)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        foreach (var pattern in _patterns)
        {
            var replaced = pattern.Replace(text);
            if (!string.Equals(replaced, text, StringComparison.Ordinal))
            {
                kinds.Add(pattern.Kind);
                text = replaced;
            }
        }

        return text;
    }
}
