using Microsoft.Extensions.Options;

namespace QualitySuite.ServiceDefaults;

internal sealed class AuthenticationOptionsCheck : IValidateOptions<AuthenticationOptions>
{
    private const string Key = $"{AuthenticationOptions.Section}:{nameof(AuthenticationOptions.InternalKey)}";
    private const string Variable = $"{AuthenticationOptions.Section}__{nameof(AuthenticationOptions.InternalKey)}";

    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options)
    {
        if (options.InternalKey.Length >= AuthenticationOptions.MinInternalKeyLength && options.InternalKey.All(char.IsAscii))
        {
            return ValidateOptionsResult.Success;
        }
        var what = options.InternalKey.Length == 0
            ? $"The internal key '{Key}' is missing."
            : $"The internal key '{Key}' must be ASCII and have at least {AuthenticationOptions.MinInternalKeyLength} characters.";
        return ValidateOptionsResult.Fail(
            $"{what} Set '{Key}' in configuration or the environment variable '{Variable}' to the same random value in every service; the AppHost does so.");
    }
}
