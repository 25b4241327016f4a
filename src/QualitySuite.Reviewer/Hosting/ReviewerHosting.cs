using Microsoft.AspNetCore.ResponseCompression;
using QualitySuite.Client;
using QualitySuite.Contracts;
using QualitySuite.Reviewer.Pipeline;

namespace QualitySuite.Reviewer.Hosting;

/// <summary>What the Reviewer is made of, and the order in which a request passes through it.</summary>
internal static class ReviewerHosting
{
    public static void AddReviewer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddServiceDiscovery();
        services.AddHttpClient<QualityClient>(http =>
        {
            http.BaseAddress = new Uri("http://feedback-api");
            http.DefaultRequestHeaders.Add("X-Api-Key", builder.Configuration["Authentication:InternalKey"]);
        }).AddServiceDiscovery();
        services.ConfigureHttpJsonOptions(json => QualityJson.Configure(json.SerializerOptions));
        services.AddOptions<PipelineStreamOptions>().BindConfiguration(PipelineStreamOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRazorPages();
        services.AddRouting(routing => routing.LowercaseUrls = true);
        services.AddHealthChecks();
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
        app.UseExceptionHandler("/error");
        app.UseStatusCodePagesWithReExecute("/error", "?code={0}");
        app.UseResponseCompression();
        app.UseRouting();
        app.MapHealthChecks("/health");
        app.MapHealthChecks("/alive");
    }
}
