using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QualitySuite.ServiceDefaults;

/// <summary>A number that does not exist (NaN, infinite) is written as null: JSON has no word for it, and an exception half-way through an answer
/// helps nobody.</summary>
internal sealed class FiniteNumberConverter<T> : JsonConverter<T>
    where T : struct, IFloatingPointIeee754<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // 1e999 is a JSON number, but not one that fits.
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var value) || !T.IsFinite(T.CreateChecked(value)))
        {
            throw new JsonException();
        }
        return T.CreateChecked(value);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (!T.IsFinite(value))
        {
            writer.WriteNullValue();
        }
        else if (value is float single)
        {
            writer.WriteNumberValue(single);
        }
        else
        {
            writer.WriteNumberValue(double.CreateChecked(value));
        }
    }
}
