using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>Strict reading: unknown, missing, repeated and null fields are errors that name the field.</summary>
internal static class PackJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions WritingOptions = new(Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static PackManifest ReadPack(Stream json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PackManifest>(json, Options) ?? throw new ModelPackException($"{path} is null.");
        }
        catch (JsonException exception)
        {
            throw new ModelPackException($"{path}: {Describe(exception)}", exception);
        }
    }

    /// <exception cref="ModelPackException">A field is unknown, missing or of the wrong type, or the kind is not known.</exception>
    public static PartManifest ReadPart(JsonElement part)
    {
        try
        {
            return ReadText(part, "kind") switch
            {
                ClassifierManifest.KindName => part.Deserialize<ClassifierManifest>(Options)!,
                DualEncoderManifest.KindName => part.Deserialize<DualEncoderManifest>(Options)!,
                HeadManifest.KindName => part.Deserialize<HeadManifest>(Options)!,
                BrisqueManifest.KindName => part.Deserialize<BrisqueManifest>(Options)!,
                null => throw new ModelPackException("The field 'kind' is missing or not a string."),
                var kind => throw new ModelPackException(
                    $"The kind '{kind}' is not one that this version loads ({ClassifierManifest.KindName}, {DualEncoderManifest.KindName}, {HeadManifest.KindName}, {BrisqueManifest.KindName})."),
            };
        }
        catch (JsonException exception)
        {
            throw new ModelPackException(Describe(exception), exception);
        }
    }

    /// <summary>As <see cref="ReadPart"/> reads it; what is null is left out.</summary>
    public static JsonNode ToNode(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), WritingOptions)!;

    /// <summary>Writes a manifest beside its place and moves it there.</summary>
    public static void Write(JsonNode manifest, string path)
    {
        var unfinished = path + ".new";
        File.WriteAllText(unfinished, manifest.ToJsonString(WritingOptions) + "\n");
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The string field of this name, or null when there is none.</summary>
    public static string? ReadText(JsonElement part, string field) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Describe(JsonException exception) =>
        exception.Message.Contains("Path:", StringComparison.Ordinal) ? exception.Message : $"{exception.Message} Path: {exception.Path}";
}
