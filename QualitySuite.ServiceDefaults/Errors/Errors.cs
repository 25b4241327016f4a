using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace QualitySuite.ServiceDefaults;

internal static class Errors
{
    public static void AddErrors(this IServiceCollection services)
    {
        // Before the framework's own writers: the first that can write does.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemWriter>());
        services.AddProblemDetails();
        // Otherwise a body that does not bind is answered without a word outside Development.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = AnswerAsync,
            // The middleware would log a client's broken JSON as our error; AnswerAsync logs each kind at its own level.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages();
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var failure = context.Features.GetRequiredFeature<IExceptionHandlerFeature>();
        var exception = failure.Error;
        var services = context.RequestServices;
        var problem = ExceptionProblem.For(exception, services.GetRequiredService<IHostEnvironment>().IsDevelopment());
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Errors));
        var route = (failure.Endpoint as RouteEndpoint)?.RoutePattern.RawText;
        switch (problem.StatusCode)
        {
            case StatusCodes.Status503ServiceUnavailable:
                logger.DependencyOut(exception, context.Request.Method, route);
                break;
            case >= 500:
                logger.RequestFailed(exception, context.Request.Method, route);
                break;
            default:
                logger.RequestRefused(exception, context.Request.Method, route, problem.StatusCode);
                break;
        }
        return problem.ExecuteAsync(context);
    }
}
