using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace QualitySuite.ServiceDefaults;

/// <summary>JSON as the HTTP contracts have it: camelCase, enums as snake_case words, RFC 3339 UTC times, strict numbers, unknown fields ignored.</summary>
public static class Json
{
    /// <summary>Makes <paramref name="options"/> follow the contracts, for JSON that is not read or written by the framework (batches, stored bodies).</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new Rfc3339Converter());
        options.Converters.Add(new FiniteNumberConverter<double>());
        options.Converters.Add(new FiniteNumberConverter<float>());
    }

    internal static void AddJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
}
