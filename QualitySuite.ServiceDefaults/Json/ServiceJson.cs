using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using QualitySuite.Contracts;

namespace QualitySuite.ServiceDefaults;

/// <summary><see cref="QualityJson"/> as a service reads and writes it: times in UTC, never a NaN, and null refused where it may not be.</summary>
public static class ServiceJson
{
    /// <summary>Shared, read-only options, for JSON that the framework does not read or write itself (lines of a batch, a part of a form).</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    internal static void AddJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static void Configure(JsonSerializerOptions options)
    {
        QualityJson.Configure(options);
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new Rfc3339Converter());
        options.Converters.Add(new FiniteNumberConverter<double>());
        options.Converters.Add(new FiniteNumberConverter<float>());
    }
}
