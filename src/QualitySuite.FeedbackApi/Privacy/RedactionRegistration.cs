using Microsoft.Extensions.Options;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>Registers what replaces personal data in texts.</summary>
internal static class RedactionRegistration
{
    public static IServiceCollection AddRedaction(this IServiceCollection services)
    {
        services.AddOptions<RedactionOptions>().BindConfiguration(RedactionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedactionOptions>, RedactionOptionsCheck>();
        return services.AddSingleton<Redactor>();
    }
}
