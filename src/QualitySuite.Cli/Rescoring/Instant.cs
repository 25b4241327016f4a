using System.CommandLine.Parsing;
using System.Globalization;

namespace QualitySuite.Cli.Rescoring;

/// <summary>A moment on the command line, the same on every machine: ISO 8601, UTC where no offset is said.</summary>
internal static class Instant
{
    private const int DateLength = 10;

    /// <summary>Null, with the error told, for what is none.</summary>
    public static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;

        // Other orders of day and month are read by the framework too, and nobody can tell which is which.
        if (text.Length >= DateLength && DateOnly.TryParseExact(text[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        result.AddError($"'{text}' is no moment: 2026-01-31 or 2026-01-31T12:00:00Z is.");
        return null;
    }
}
