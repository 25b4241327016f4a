using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>Refuses a pattern that cannot be used, by its key.</summary>
internal sealed partial class RedactionOptionsCheck : IValidateOptions<RedactionOptions>
{
    public ValidateOptionsResult Validate(string? name, RedactionOptions options)
    {
        List<string> failures = [.. options.RedactPatterns.Select(pattern => Check(pattern.Key, pattern.Value)).OfType<string>()];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Check(string name, string pattern)
    {
        var key = $"{RedactionOptions.Section}:RedactPatterns:{name} (environment variable {RedactionOptions.Section}__RedactPatterns__{name})";
        if (!Name().IsMatch(name))
        {
            return $"{key}: the name stands in the texts in place of what was found, so it has 1 to 30 of the characters a-z, 0-9 and _.";
        }

        try
        {
            return ConfiguredPattern.Compile(pattern).IsMatch("")
                ? $"{key}: the expression matches the empty text, so it would match everywhere."
                : null;
        }
        catch (NotSupportedException e)
        {
            return $"{key}: {e.Message} Expressions run in time linear in the text, which takes them without lookarounds, backreferences and atomic groups.";
        }
        catch (ArgumentException e)
        {
            return $"{key}: {e.Message}";
        }
    }

    [GeneratedRegex("^[a-z0-9_]{1,30}$")]
    private static partial Regex Name();
}
