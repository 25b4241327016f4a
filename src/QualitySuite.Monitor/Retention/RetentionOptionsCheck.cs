using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace QualitySuite.Monitor.Retention;

/// <summary>Refuses periods that contradict one another: what is made of rows, or belongs to them, cannot be kept for less or more than they allow.</summary>
internal sealed class RetentionOptionsCheck : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        List<string> failures =
        [
            .. Check(RetentionOptions.Section, options),
            .. options.Apps.SelectMany(app => Ranges($"{RetentionOptions.Section}:Apps:{app.Key}", app.Value).Concat(Check($"{RetentionOptions.Section}:Apps:{app.Key}", app.Value))),
        ];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(string section, RetentionPeriods periods)
    {
        if (periods.RawRows is not { } rows)
        {
            if (periods.Rollups is not null)
            {
                yield return $"{Key(section, "Rollups")} is set and {section}:RawRows is not: what is computed of rows that are kept would be computed again. Set both, or neither.";
            }

            yield break;
        }

        if (periods.Images > rows)
        {
            yield return $"{Key(section, "Images")} is {periods.Images} and longer than {section}:RawRows, {rows}: an image goes with its record.";
        }

        if (periods.Rollups < rows)
        {
            yield return $"{Key(section, "Rollups")} is {periods.Rollups} and shorter than {section}:RawRows, {rows}: what is computed of rows that are kept would be computed again.";
        }
    }

    // Data annotations reach no further than the options themselves.
    private static IEnumerable<string> Ranges(string section, RetentionPeriods periods)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(periods, new ValidationContext(periods), results, validateAllProperties: true);
        return results.Select(result => $"{Key(section, result.MemberNames.First())}: {result.ErrorMessage}");
    }

    private static string Key(string section, string name) => $"{section}:{name} (environment variable {section.Replace(":", "__", StringComparison.Ordinal)}__{name})";
}
