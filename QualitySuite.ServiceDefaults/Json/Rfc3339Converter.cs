using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QualitySuite.ServiceDefaults;

/// <summary>Times as RFC 3339 in UTC, ending in <c>Z</c>. Read with any offset; one without an offset is refused, since it would be taken for
/// the server's local time.</summary>
internal sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var time) || !HasOffset(reader.GetString()!))
        {
            throw new JsonException();
        }
        return time.ToUniversalTime();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));

    private static bool HasOffset(string time) =>
        time.EndsWith('Z') || (time.IndexOf('T', StringComparison.Ordinal) is var t and > 0 && time.AsSpan(t).IndexOfAny('+', '-') > 0);
}
