using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace QualitySuite.Client;

/// <summary>Holds options against their attributes, those of the options within them included.</summary>
internal sealed class OptionsCheck<T> : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options) =>
        OptionsCheck.Errors(options) is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}

internal static class OptionsCheck
{
    /// <exception cref="ArgumentException">A value is missing or out of its range; the message names each.</exception>
    public static T Checked<T>(T options)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options);
        return Errors(options) is { Count: > 0 } errors ? throw new ArgumentException(string.Join(" ", errors), nameof(options)) : options;
    }

    public static List<string> Errors(object options)
    {
        var errors = Of(options, options.GetType().Name);
        foreach (var (name, inner) in options.GetType().GetProperties().Where(p => p.PropertyType == typeof(Retries.RetryOptions)).Select(p => (p.Name, p.GetValue(options))))
        {
            errors.AddRange(inner is null ? [$"{options.GetType().Name}.{name}: Required."] : Of(inner, $"{options.GetType().Name}.{name}"));
        }

        return errors;
    }

    private static List<string> Of(object options, string path)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{path}.{string.Join(", ", r.MemberNames)}: {r.ErrorMessage}")];
    }
}
