using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary><c>GET /widget.js</c>: what web pages load, from any origin. The sources are in <c>Script/</c>; the build makes one file of them.</summary>
internal static class WidgetScript
{
    public const string Path = "/widget.js";

    private const string ContentType = "text/javascript; charset=utf-8";

    // A change reaches every page within an hour; until then a page loads it without asking.
    private const string CacheControl = "public, max-age=3600, stale-while-revalidate=86400";

    private static readonly byte[] Plain = Read();
    private static readonly byte[] Compressed = Compress(Plain);
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Plain))[..16];

    public static void MapWidgetScript(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], Get).AllowAnonymous().ExcludeFromDescription();

    private static FileContentHttpResult Get(HttpRequest request, HttpResponse response)
    {
        var headers = response.Headers;
        headers.CacheControl = CacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (!TakesBrotli(request))
        {
            return TypedResults.Bytes(Plain, ContentType, entityTag: new EntityTagHeaderValue($"\"{Hash}\""));
        }

        headers.ContentEncoding = "br";
        return TypedResults.Bytes(Compressed, ContentType, entityTag: new EntityTagHeaderValue($"\"{Hash}-br\""));
    }

    private static bool TakesBrotli(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding.Any(
        encoding => StringSegment.Equals(encoding.Value, "br", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    private static byte[] Read()
    {
        using var resource = typeof(WidgetScript).Assembly.GetManifestResourceStream("widget.js")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize))
        {
            brotli.Write(content);
        }

        return compressed.ToArray();
    }
}
