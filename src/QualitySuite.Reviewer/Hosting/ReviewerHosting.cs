using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Http.Resilience;
using QualitySuite.Client;
using QualitySuite.Reviewer.Pipeline;
using QualitySuite.Reviewer.Scope;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.Reviewer.Hosting;

/// <summary>What the Reviewer is made of, and the order in which a request passes through it.</summary>
internal static class ReviewerHosting
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(2);

    public static void AddReviewer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        AcceptThisMachinesNamesOnly(builder.Configuration);
        UseBuiltAssets(builder.Configuration);
        builder.AddServiceDefaults();
        AddFeedbackApi(services);
        services.AddMemoryCache();
        services.AddScoped<KnownDimensions>();
        services.AddOptions<PipelineStreamOptions>().BindConfiguration(PipelineStreamOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRazorPages();
        services.AddRouting(routing => routing.LowercaseUrls = true);
        services.AddResponseCompression(compression =>
        {
            // Antiforgery tokens, the only secret in a page, are masked anew for every answer, which is the defence against BREACH.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        });
    }

    public static void UseReviewer(this WebApplication app)
    {
        app.UseSecurityHeaders();
        // Not the service defaults' problem details: people look at these answers.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/error", "?code={0}");
        app.UseResponseCompression();
        app.UseRouting();
        app.MapDefaultEndpoints();
    }

    /// <summary>Until people can sign in, a foreign name that resolves to this machine must not be one for the Reviewer: a page of that name could
    /// read everything here (DNS rebinding).</summary>
    private static void AcceptThisMachinesNamesOnly(ConfigurationManager configuration) =>
        configuration["AllowedHosts"] ??= "localhost;*.localhost;127.0.0.1;[::1]";

    /// <summary>In Development, the framework's default is to read style and script anew for every request, uncompressed and uncached, for those
    /// who edit them. Most who run the suite do not; who does sets <c>ReloadStaticAssetsAtRuntime=true</c>.</summary>
    private static void UseBuiltAssets(ConfigurationManager configuration)
    {
        configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        configuration["EnableStaticAssetsDevelopmentCaching"] ??= "true";
    }

    /// <summary>Somebody waits before the screen: a page that says what is wrong after twenty seconds at most, and at once where
    /// nothing listens, is better than the right one after a minute, and it has a button to try again. So calls are cut off sooner and repeated less than between services.</summary>
    private static void AddFeedbackApi(IServiceCollection services)
    {
        var client = services.AddHttpClient<QualityClient>(http => http.BaseAddress = new Uri("http://feedback-api"));
#pragma warning disable EXTEXP0001 // Marked experimental, and the only way to replace the handler of the defaults instead of wrapping it.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddStandardResilienceHandler(resilience =>
        {
            resilience.Retry.MaxRetryAttempts = 1;
            resilience.Retry.Delay = RetryDelay;
            resilience.Retry.DisableForUnsafeHttpMethods();
            resilience.AttemptTimeout.Timeout = AttemptTimeout;
            resilience.TotalRequestTimeout.Timeout = (2 * AttemptTimeout) + (4 * RetryDelay);
            resilience.CircuitBreaker.SamplingDuration = 2 * AttemptTimeout;
            resilience.CircuitBreaker.BreakDuration = BreakDuration;
        });
        client.AddInternalKey();
    }
}
