using Microsoft.AspNetCore.Cors.Infrastructure;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary>The widget: its script, its tokens, and the routes that it may call.</summary>
internal static class WidgetHosting
{
    public static IServiceCollection AddWidget(this IServiceCollection services) =>
        services.AddCors().AddSingleton<ICorsPolicyProvider, WidgetCors>().AddSingleton<GenerationTokens>().AddSingleton<WidgetDemoStore>().AddSingleton<WidgetDemo>();

    public static void MapWidgetApi(this WebApplication app)
    {
        app.MapWidgetTokensApi();
        app.MapWidgetScript();
        if (app.Environment.IsDevelopment())
        {
            WidgetDemo.Map(app);
        }
    }

    /// <summary>Lets keys of scope ingest call this route, and publishable keys from web pages. What it takes from the latter must pass
    /// <see cref="GenerationTokens.Refuse"/>.</summary>
    public static RouteHandlerBuilder AcceptFromWidgets(this RouteHandlerBuilder route) =>
        route.RequireApiKey(ApiScope.Ingest, ApiScope.Publish).RequireCors(WidgetCors.Policy);
}
