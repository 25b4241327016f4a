using System.Text.Json;
using System.Text.Json.Serialization;

namespace QualitySuite.Contracts;

/// <summary>Enum values as snake_case strings, read by their exact name. The framework's converter also reads lists such as <c>download,share</c>
/// and ORs them, which makes another value, or none.</summary>
internal sealed class ExactEnumConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return typeToConvert.IsEnum;
    }

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ExactEnumConverter<>).MakeGenericType(typeToConvert))!;
}

internal sealed class ExactEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> s_names =
        Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly Dictionary<string, T> s_values = s_names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Named(reader.GetString()!) : throw Unknown("this is no string");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Named(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(NameOf(value));

    private static T Named(string name) => s_values.TryGetValue(name, out var value) ? value : throw Unknown(name.Length == 0 ? "this string is empty" : $"this string of {name.Length} characters is none");

    private static UnknownNameException Unknown(string found) => new($"One of {string.Join(", ", s_values.Keys)}; {found}.");

    private static string NameOf(T value) => s_names.TryGetValue(value, out var name) ? name : throw new JsonException($"{typeof(T).Name} has no value {value}.");
}
