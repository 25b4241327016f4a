using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Generations;
using QualitySuite.FeedbackApi.Images;
using QualitySuite.FeedbackApi.Privacy;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary><c>GET /widget/demo</c>: the widget on an app's latest images. In Development alone, and under this machine's names alone: it shows
/// images to whoever asks, which a page of a foreign name that resolves to this machine must not reach (DNS rebinding).</summary>
internal sealed class WidgetDemo(WidgetDemoStore store, GenerationTokens tokens, IOptions<UserKeyOptions> options, TimeProvider time)
{
    public const string Path = "/widget/demo";

    private const string UsualApp = "demo";
    private const string UserKey = "visitor-of-the-demo";
    private const int Images = 3 * WidgetDemoPage.ImagesOfASection;

    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; "
        + "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

    private static readonly string[] NamesOfThisMachine = ["localhost", "*.localhost", "127.0.0.1"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var demo = routes.MapGroup(Path).RequireHost(NamesOfThisMachine).AllowAnonymous().ExcludeFromDescription();
        demo.MapGet("", (WidgetDemo page, HttpContext context, string? app, CancellationToken cancellationToken) =>
            page.ShowAsync(context, app ?? UsualApp, cancellationToken));
        demo.MapGet("demo.css", () => File("demo.css", "text/css; charset=utf-8"));
        demo.MapGet("icon.svg", () => File("icon.svg", "image/svg+xml"));
        demo.MapGet("images/{id:guid}", ImageAsync);
    }

    private async Task<ContentHttpResult> ShowAsync(HttpContext context, string app, CancellationToken cancellationToken)
    {
        var origin = $"{context.Request.Scheme}://{context.Request.Host}";
        var key = KeyOf(app);
        await store.RegisterKeyAsync(key, app, origin, cancellationToken);
        var expiresAt = time.GetUtcNow() + WidgetTokenLimits.UsualLifetime;
        var images = (await store.NewestAsync(app, Images, cancellationToken))
            .Select(generation => new DemoImage(generation, tokens.Create(app, generation.Id, UserKey, expiresAt)))
            .ToList();
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(WidgetDemoPage.Html(app, key, UserKey, images), "text/html; charset=utf-8");
    }

    private static FileStreamHttpResult File(string name, string contentType) =>
        TypedResults.Stream(typeof(WidgetDemo).Assembly.GetManifestResourceStream(name)!, contentType);

    // The same after a restart, and nobody's who does not have the deployment's secret.
    private string KeyOf(string app) => ApiKeys.PublishablePrefix + Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Secret), Encoding.UTF8.GetBytes("key of the widget's demo for " + app)));

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ImageAsync(
        Guid id, ImageLocator locator, ImageStore images, CancellationToken cancellationToken) =>
        await locator.FindAsync(id, app: null, cancellationToken) is { } image && await images.OpenReadAsync(image.Address, cancellationToken) is { } content
            ? TypedResults.Stream(content, image.ContentType)
            : GenerationProblems.NotFound(id);
}

/// <summary>A generation with the token of the page's visitor.</summary>
internal sealed record DemoImage(DemoGeneration Generation, string Token);
